"""Finds the Terraform type behind every Pulumi class and function by comparing what they hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from stackproof.frameworks.vocabulary.build import reviewed
from stackproof.frameworks.vocabulary.build.declarations import Members, interfaces, referred
from stackproof.frameworks.vocabulary.data import NESTED, PulumiData, TerraformData
from stackproof.frameworks.vocabulary.names import canonical, neutral_type, singulars

_TOKEN = re.compile(r"__pulumiType = 'aws:([\w/]+):(\w+)'")
_MEMBER = re.compile(r"^    (\w+): \"?(.*?)\"?,$", re.M)
_ENUM = re.compile(r"exports\.(\w+) = \{(.*?)^\}", re.S | re.M)
# Everything has these, so they tell nothing.
_COMMON = {"id", "tag", "tags", "tagsall", "region", "timeout", "timeouts", "urn"}


def read(package: Path, schema: TerraformData) -> tuple[PulumiData, list[str]]:
    """The names in ``package``, with what a person should look at."""
    return _Reader(package, schema).read()


# Reviewed on one version: no match with a lower score was right, apart from those in the reviewed table.
_ENOUGH = 1.24


def _bare(name: str) -> str:
    """A canonical name without the marks of plural, for comparison only."""
    name = canonical(name)
    return min((name, *singulars(name)), key=len).rstrip("e")


class _Reader:
    def __init__(self, package: Path, schema: TerraformData) -> None:
        self._package = package
        self._schema = schema
        self._inputs = dict(interfaces((package / "types" / "input.d.ts").read_text()))
        self._doubts: list[str] = []
        self._scores: dict[str, float] = {}
        self._held: dict[str, frozenset[str]] = {}
        self._having: dict[str, set[str]] = defaultdict(set)
        for kind, entry in schema.types.items():
            own = {*schema.structs[entry.arguments], *schema.structs[entry.computed]}
            self._held[kind] = frozenset(_bare(n) for n in own) - _COMMON
            for name in self._held[kind]:
                self._having[name].add(kind)

    def read(self) -> tuple[PulumiData, list[str]]:
        resources: dict[str, str] = {}
        functions: dict[str, str] = {}
        arguments: dict[str, dict[str, str]] = {}
        modules = list(self._modules())
        for path, name, declared in modules:
            if name[0].islower():
                result = declared.get(name[0].upper() + name[1:] + "Result")
                if name.startswith("get") and result is not None:
                    functions[_dotted(path, name)] = self._match(path, name[3:], result, "data.")
            elif (given := declared.get(name + "Args")) is not None:
                both = {**declared.get(name + "State", {}), **given}
                resources[_dotted(path, name)] = self._match(path, name, both, "")
        self._settle(resources)
        self._settle(functions)
        for path, name, declared in modules:
            kind = resources.get(_dotted(path, name), "")
            if kind and name[0].isupper():
                arguments.setdefault(kind, {}).update(self._irregular(kind, declared[name + "Args"]))
        return (
            PulumiData(
                resources={k: v for k, v in sorted(resources.items()) if v},
                functions={k: v for k, v in sorted(functions.items()) if v},
                arguments={k: dict(sorted(v.items())) for k, v in sorted(arguments.items()) if v},
                enums=dict(self._enums()),
            ),
            self._doubts,
        )

    def _modules(self) -> Iterator[tuple[str, str, dict[str, Members]]]:
        """Every class and function: its module path (``ec2``), its name, the declarations around it."""
        for file in sorted(self._package.rglob("*.d.ts")):
            path = file.parent.relative_to(self._package).as_posix()
            if path.startswith(("types", "node_modules", "config")):
                continue
            declared = dict(interfaces(file.read_text()))
            stem = file.name.removesuffix(".d.ts")
            if stem.startswith("get"):
                yield path, stem, declared
                continue
            token = _TOKEN.search(file.with_name(stem + ".js").read_text())
            if token is not None:
                yield path, token.group(2), declared

    def _match(self, path: str, name: str, members: Members, prefix: str) -> str:
        dotted = _dotted(path, ("get" + name) if prefix else name)
        if dotted in reviewed.TYPES:
            return reviewed.TYPES[dotted]
        held = frozenset(_bare(m) for m in members) - _COMMON
        near = {k for m in held for k in self._having.get(m, ()) if k.startswith("data.") == bool(prefix)}
        if not held:
            near = {k for k in self._held if k.startswith("data.") == bool(prefix)}
        scored = sorted(((self._score(k, held, path, name), k) for k in near), reverse=True)
        if not scored or scored[0][0] < _ENOUGH:
            self._doubts.append(f"no type for {dotted}: {scored[:2]}")
            return ""
        self._scores[dotted] = scored[0][0]
        return neutral_type(scored[0][1])

    def _score(self, kind: str, held: frozenset[str], path: str, name: str) -> float:
        """Up to 1 for what it holds, up to 1 for its name."""
        other = self._held[kind]
        union = len(held | other)
        alike = len(held & other) / union if union else 1.0
        stem = canonical(kind.rpartition("aws_")[2])
        module, own = canonical(path.replace("/", "").strip(".")), canonical(name)
        own = re.sub(r"v2$", "", own) if stem.endswith(re.sub(r"v2$", "", own)) else own
        named = max(SequenceMatcher(None, stem, n).ratio() for n in (own, module + own))
        return alike + named

    def _irregular(self, kind: str, members: Members) -> dict[str, str]:
        """Arguments at any depth whose Terraform name does not follow from the plural rule."""
        found: dict[str, str] = {}
        self._compare(kind, members, self._schema.types[kind].arguments, found, kind, 0)
        return found

    def _compare(
        self, kind: str, members: Members, struct: int, found: dict[str, str], where: str, depth: int
    ) -> None:
        fields = {canonical(n): n for n in self._schema.structs[struct]}
        computed = {canonical(n) for n in self._schema.structs[self._schema.types[kind].computed]}
        for written, type_ in members.items():
            own = canonical(written)
            irregular = reviewed.ARGUMENTS.get((kind, own))
            name = irregular or next((fields[n] for n in (own, *singulars(own)) if n in fields), None)
            if name is None:
                if not (depth == 0 and own in computed):
                    self._doubts.append(f"no argument for {where}.{written}")
                continue
            if irregular is not None:
                found[own] = irregular
            code = self._schema.structs[struct].get(name, 0)
            inner = self._inputs.get(referred(type_) or "")
            if inner is not None and code >= NESTED and depth < 8:
                self._compare(kind, inner, (code - NESTED) // 2, found, f"{where}.{written}", depth + 1)

    def _settle(self, found: dict[str, str]) -> None:
        """Of differently named classes with one type, the best match keeps it: the others are newer than the schema."""
        holders: dict[str, list[str]] = defaultdict(list)
        for dotted, kind in found.items():
            if kind and dotted not in reviewed.TYPES:
                holders[kind].append(dotted)
        for kind, rivals in holders.items():
            best = max(rivals, key=lambda d: self._scores[d])
            for rival in rivals:
                if _own(rival) != _own(best):
                    self._doubts.append(f"{rival} is not {kind}, which is {best}")
                    found[rival] = ""

    def _enums(self) -> Iterator[tuple[str, dict[str, str | int | float]]]:
        for file in sorted((self._package / "types" / "enums").glob("*/index.js")):
            for name, body in _ENUM.findall(file.read_text()):
                yield f"{file.parent.name}.{name}", dict(_MEMBER.findall(body))


def _dotted(path: str, name: str) -> str:
    return name if path == "." else f"{path.replace('/', '.')}.{name}"


def _own(dotted: str) -> str:
    return dotted.rpartition(".")[2].removesuffix("V2").removeprefix("Vpc")
