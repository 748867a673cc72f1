"""Shows the arguments of resources as plain data, and finds which resources of two graphs are the same ones."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping as ReadOnlyMap
from typing import Any

from stackproof.model.graph import Resource
from stackproof.model.values import (
    Absent,
    Choice,
    JsonText,
    Mapping,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Value,
)

# What the pseudo parameters are in the programs' one stack.
_KNOWN = {
    ("data.aws_region", "region"): "eu-west-1",
    ("data.aws_caller_identity", "account_id"): "123456789012",
}
# Attributes that say the same.
_SAME = {
    ("aws_iam_role", "name"): "id",
    ("aws_s3_bucket", "bucket"): "id",
}
# Names of statements that the library gives.
_MADE_UP = re.compile(r"\?|\d+|AllowEventRule\w+")
# ARNs which the library puts together from the names of resources.
_SPELLED = re.compile(
    r"arn:<data\.aws_partition\.partition>:rds:[^:]*:[^:]*:(?:db|cluster):<(aws_\w+[^>]*?)\.(?:cluster_)?identifier>"
)
UNKNOWN = "?"
# An attribute of something that is not in the program.
OUTSIDE = "<outside>"


class Shown:
    """Arguments as plain data. References name their resource (``aws_iam_role Fn/Role.arn``), or only its type.

    ``names`` maps resources of the other graph, by identity, to those which they are called after.
    """

    def __init__(self, names: ReadOnlyMap[int, Resource] | None = None, *, types: bool = False) -> None:
        self._names = names or {}
        self._types = types

    def arguments(self, resource: Resource) -> dict[str, Any]:
        """The arguments that are given."""
        shown = {name: self.value(entry.value) for name, entry in resource.properties.entries.items()}
        return {name: value for name, value in shown.items() if value is not None}

    def value(self, value: Value) -> Any:
        """One value; None when it is absent."""
        match value:
            case Scalar():
                return _read(value.data)
            case Template():
                return _read(self._text(value))
            case Sequence():
                return [*(self.value(e) for e in value.elements), *([UNKNOWN] if value.open else [])]
            case Mapping():
                shown = {k: self.value(e.value) for k, e in value.entries.items()}
                if "Statement" in shown:
                    return _policy(shown)
                return {k: v for k, v in shown.items() if v is not None}
            case JsonText():
                return self.value(value.content)
            case ResourceReference():
                return self._reference(value)
            case Choice():
                return {"either": [self.value(o) for o in value.options]}
            case Absent():
                return None if value.closed else UNKNOWN
            case _:
                return UNKNOWN

    def same(self, mine: Any, real: Any) -> bool:
        """Whether a shown value is the real one, of which something may be unknown."""
        if real == UNKNOWN or mine == OUTSIDE:
            return True
        if isinstance(mine, str) and OUTSIDE in mine and isinstance(real, str):
            return all(piece in real for piece in mine.split(OUTSIDE))
        if isinstance(mine, list) != isinstance(real, list):
            # A block and a list of one block are the same.
            mine, real = _listed(mine), _listed(real)
        if isinstance(mine, list) and isinstance(real, list):
            return len(mine) == len(real) and all(self.same(a, b) for a, b in zip(mine, real, strict=True))
        if isinstance(mine, dict) and isinstance(real, dict):
            return all(self.same(mine.get(k), real.get(k)) for k in mine.keys() | real.keys())
        if isinstance(real, str) and UNKNOWN in real and isinstance(mine, str):
            pieces = real.split(UNKNOWN)
            return mine.startswith(pieces[0]) and mine.endswith(pieces[-1])
        return bool(mine == real) and isinstance(mine, bool) == isinstance(real, bool)

    def _text(self, value: Template) -> str:
        text = "".join(p if isinstance(p, str) else str(self.value(p)) for p in value.parts)
        return _SPELLED.sub(r"<\1.arn>", text)

    def _reference(self, value: ResourceReference) -> str:
        resource, attribute = value.resource, value.attribute
        if resource.type == "cfn:CfnVersion" and (function := resource["function_name"].target()) is not None:
            # A version of a function is the function, for Terraform.
            resource = function
        if resource.external and attribute in resource.properties.entries:
            return str(self.value(resource[attribute]))
        if resource.external and not resource.type.startswith("data."):
            return OUTSIDE
        if (known := _KNOWN.get((resource.type, attribute))) is not None:
            return known
        attribute = _SAME.get((resource.type, attribute), attribute)
        name = "" if self._types else " " + self._names.get(id(resource), resource).name
        if resource.type.startswith("data."):
            name = ""
        return f"<{resource.type}{name}.{attribute}>"


def _read(data: Any) -> Any:
    """What a text says: JSON is read, so that its spaces do not matter."""
    if isinstance(data, str) and data.startswith(("{", "[", '"')):
        try:
            read = json.loads(data)
        except ValueError:
            return data
        return _policy(read) if isinstance(read, dict) and "Statement" in read else read
    return data


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, dict | str) else value


def _policy(document: dict[str, Any]) -> Any:
    """A policy document in which order, repetition, and lists of one do not matter."""
    statements = document["Statement"]
    if not isinstance(statements, list):
        return document
    made = {}
    for statement in statements:
        if isinstance(statement, dict):
            plain = {k: _set(v) for k, v in statement.items() if v is not None}
            if isinstance(plain.get("Principal"), dict):
                plain["Principal"] = {k: _set(v) for k, v in plain["Principal"].items()}
            if _MADE_UP.fullmatch(str(plain.get("Sid", [""])[0])):
                del plain["Sid"]
            made[json.dumps(plain, sort_keys=True)] = plain
        else:
            made[json.dumps(statement)] = statement
    return {"Statement": [made[key] for key in sorted(made)]}


def _set(value: Any) -> Any:
    if isinstance(value, list):
        shown = sorted({json.dumps(v): v for v in value}.items())
        return [v for _, v in shown]
    return [value] if isinstance(value, str) else value


def matched(ours: list[Resource], theirs: list[Resource]) -> list[tuple[Resource, Resource]]:
    """Pairs of resources of the same type, those with the least differences first.

    What resources refer to tells them apart as soon as those others have found each other.
    """
    pairs = _paired(ours, theirs, Shown(types=True), Shown(types=True))
    for _ in range(3):
        pairs = _paired(ours, theirs, Shown(), Shown({id(b): a for a, b in pairs}))
    return pairs


def _paired(
    ours: list[Resource], theirs: list[Resource], left: Shown, right: Shown
) -> list[tuple[Resource, Resource]]:
    by_type: dict[str, list[list[Resource]]] = defaultdict(lambda: [[], []])
    for side, resources in enumerate((ours, theirs)):
        for resource in resources:
            by_type[resource.type][side].append(resource)
    pairs: list[tuple[Resource, Resource]] = []
    for mine, real in by_type.values():
        own, others = [left.arguments(r) for r in mine], [right.arguments(r) for r in real]
        costs = [(_distance(left, a, b), n, m) for n, a in enumerate(own) for m, b in enumerate(others)]
        free = set(range(len(mine))), set(range(len(real)))
        for _, n, m in sorted(costs):
            if n in free[0] and m in free[1]:
                free[0].remove(n)
                free[1].remove(m)
                pairs.append((mine[n], real[m]))
    return pairs


def _distance(shown: Shown, mine: dict[str, Any], real: dict[str, Any]) -> int:
    return sum(not shown.same(mine.get(k), real.get(k)) for k in mine.keys() | real.keys())
