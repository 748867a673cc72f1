"""Judges which values of a program are outputs, and finds those that are made part of a text as if they were plain."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from stackproof.frameworks.pulumi.symbols import member
from stackproof.frameworks.vocabulary.names import canonical
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.code import Change, Imported, ReplaceCode, Rewrite
from stackproof.model.construction import Evaluation, TextMaking
from stackproof.model.graph import Stringified
from stackproof.model.runtime import Reference
from stackproof.model.values import Choice, Origin, Pending, Template, Value
from stackproof.text import Span

# Packages all of whose classes are resources; others have components, with attributes of any kind.
_PLAIN_PROVIDERS = re.compile(
    r"^(?:@pulumi/|pulumi_)(?:random|tls|command|gcp|azure|azure[-_]native|cloudflare|digitalocean|github)(?:[/.]|$)"
)
_NO_OUTPUTS = frozenset({"pulumiresourcename", "pulumiresourcetype"})


class _Outputs:
    """Knows the outputs among the values of one evaluation."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def has(self, value: Value) -> bool:
        """Whether a value certainly is an output."""
        match value:
            case Pending():
                return True
            case Template():
                return value.lifted
            case Choice():
                return all(self.has(option) for option in value.options)
            case Reference():
                return self._is_attribute(value)
            case _:
                return False

    def _is_attribute(self, value: Reference) -> bool:
        callee = value.construction.callee
        if callee is None or not value.path or value.path[0].startswith(("_", "[")):
            return False
        found = member(callee, self._vocabulary)
        if found is None or value.construction.user_class is not None:
            return False
        if canonical(value.path[0]) in _NO_OUTPUTS:
            return False
        last = callee.names[-1] if callee.names else ""
        match found.role:
            case "resource":
                return found.rest in ((), ("get",))
            case "data":
                # Functions that are given and give outputs; the others give plain data, or promises.
                return last.endswith(("Output", "_output"))
            case "core":
                return (found.name, found.rest) == ("StackReference", ())
            case "native" | "other":
                known = found.role == "native" or _PLAIN_PROVIDERS.match(callee.module) is not None
                return known and last[:1].isupper() and not last.endswith(("Args", "ArgsDict"))
            case _:
                return False


def stringified(evaluation: Evaluation, vocabulary: Vocabulary) -> list[Stringified]:
    """The outputs that are made part of texts, each text once."""
    outputs = _Outputs(vocabulary)
    users = _users(evaluation)
    names = _names(evaluation)
    logs = _logs(evaluation, vocabulary)
    found: dict[Origin, Stringified] = {}
    for making in evaluation.texts:
        guilty = [(value, place) for value, place in making.holes if outputs.has(value)]
        if not guilty or making.origin in found:
            continue
        value, place = guilty[0]
        affected = list(_affected(making, users))
        # The name of a resource must be known before it is made.
        named = any(id(each.made) in names for each in affected if each.made is not None)
        changes = [] if named else [_change(each) for each in affected]
        found[making.origin] = Stringified(
            at=place,
            written=_written(value),
            others=tuple(p for _, p in guilty[1:]),
            kind=making.kind,
            changes=tuple(c for c in changes if c is not None) if None not in changes else (),
            single=not any(each.site.stack for each in affected),
            shown=making.shown or any(_within(making.origin, place) for place in logs),
        )
    return list(found.values())


def _written(value: Value) -> str:
    steps = [s for s in value.path if not s.startswith("[")] if isinstance(value, Reference) else []
    return steps[-1] if steps else ""


def _users(evaluation: Evaluation) -> dict[int, list[TextMaking]]:
    """Who makes a text of other texts, by the parts of those."""
    users: dict[int, list[TextMaking]] = defaultdict(list)
    for making in evaluation.texts:
        for value, _ in making.holes:
            if isinstance(value, Template) and not value.lifted:
                users[id(value.parts)].append(making)
    return users


def _logs(evaluation: Evaluation, vocabulary: Vocabulary) -> list[Origin]:
    """Where the arguments stand of what is only written to the log."""
    return [
        call.arguments.origin
        for call in evaluation.constructions
        if call.callee is not None and call.arguments.origin is not None
        if (found := member(call.callee, vocabulary)) is not None and found.role == "core"
        if found.name == "log" and found.rest
    ]


def _within(inner: Origin, outer: Origin) -> bool:
    return inner.file == outer.file and outer.span.encloses(inner.span)


def _names(evaluation: Evaluation) -> set[int]:
    """The parts of texts that are names of resources."""
    found: set[int] = set()
    for call in evaluation.constructions:
        name = call.arguments.at(0, "resource_name", "name")
        if isinstance(name, Template) and call.callee is not None:
            found.add(id(name.parts))
    return found


def _affected(making: TextMaking, users: dict[int, list[TextMaking]]) -> Iterator[TextMaking]:
    """A text and all those which it is a part of: they become outputs, too."""
    seen: set[Origin] = set()
    stack = [making]
    while stack:
        current = stack.pop()
        if current.origin in seen:
            continue
        seen.add(current.origin)
        yield current
        if current.made is not None:
            stack.extend(users.get(id(current.made), ()))


def _change(making: TextMaking) -> Change | None:
    """What awaits the outputs instead; None when there is no simple way."""
    typescript = making.site.language == "typescript"
    module = "@pulumi/pulumi" if typescript else "pulumi"
    at = making.origin
    if making.kind == "json":
        function = "jsonStringify" if typescript else "Output.json_dumps"
        return None if making.callee is None else ReplaceCode(making.callee, Imported(module, function))
    if making.kind == "template" and typescript:
        start = Origin(at.file, Span(at.span.start, at.span.start))
        return ReplaceCode(start, Imported(module, "interpolate"))
    if not making.pieces or any(isinstance(p, Origin) and p.file != at.file for p in making.pieces):
        return None
    if making.kind == "format":
        return None if typescript else Rewrite(at, Imported(module, "Output.format"), making.pieces)
    return Rewrite(at, Imported(module, "concat" if typescript else "Output.concat"), making.pieces)
