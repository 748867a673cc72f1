"""Reads Pulumi's own library for Python, which people write and no generator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from stackproof.packages import records
from stackproof.packages.pulumi.annotations import read_annotation
from stackproof.packages.pulumi.bodies import matching, prose, split
from stackproof.packages.records import (
    DocumentRecord,
    DocumentsRecord,
    Header,
    MethodRecord,
    NamesRecord,
    ParameterRecord,
    PropertyRecord,
    Reading,
    SignatureRecord,
    TypeRecord,
)

_IMPORTED: Final = re.compile(
    r"^from \.(?P<file>\w+) import (?:\((?P<many>[^)]*)\)|(?P<one>[\w, ]+))", re.MULTILINE
)
_SPACES: Final = re.compile(r"^from \. import (?:\((?P<many>[^)]*)\)|(?P<one>[\w, ]+))", re.MULTILINE)
_CLASS: Final = re.compile(r"^class (?P<name>\w+)(?:\((?P<bases>[^)]*)\))?:", re.MULTILINE)
_DEF: Final = re.compile(r"^(?:async )?def (?P<name>\w+)\(", re.MULTILINE)
_MEMBER: Final = re.compile(
    r"^    (?P<marks>(?:@[\w.]+(?:\([^)]*\))?\n    )*)(?:async )?def (?P<name>\w+)\(", re.MULTILINE
)
_FIELD: Final = re.compile(r"^    (?P<name>[a-z]\w*): (?P<type>[^=\n]+)", re.MULTILINE)
_PARAMETER: Final = re.compile(
    r"(?P<star>\*{0,2})(?P<name>\w+)(?:: (?P<type>[^=]*?))?\s*(?P<default>=.*)?", re.DOTALL
)
_DOC: Final = re.compile(r"\s*\"\"\"(.*?)\"\"\"", re.DOTALL)
_REMARK: Final = re.compile(r"#.*")
_TOP: Final = re.compile(r"^(?=\S)(?![\])}#])", re.MULTILINE)


class PythonCore:
    """A `Source` over the folder of the installed ``pulumi`` package."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self.header = Header(records.FORMAT, "pulumi", "@pulumi/pulumi", version, python="pulumi")
        text = self._read("__init__")
        self._names = NamesRecord()
        self._homes: dict[str, str] = {}
        for found in _IMPORTED.finditer(text):
            for name in _listed(found):
                self._names.plain.append(name)
                self._homes[name] = found["file"]
        for found in _SPACES.finditer(text):
            self._names.modules.update((name, name) for name in _listed(found))
        # More comes in ways that are not read here.
        self._names.complete = False
        self._texts: dict[str, str] = {}

    def _read(self, file: str) -> str:
        try:
            return (self._folder / f"{file}.py").read_text("utf-8", "replace")
        except OSError:
            return ""

    def get(self, key: str) -> TypeRecord | None:
        """One class or function that the package exports itself."""
        text = self._text(key)
        for found in _CLASS.finditer(text):
            if found["name"] == key:
                return self._class(found, _body(text, found.end()))
        for found in _DEF.finditer(text):
            if found["name"] == key:
                return TypeRecord("F", call=SignatureRecord(flags=records.OPEN))
        return None

    def has(self, key: str) -> bool:
        """Whether the package exports a class or function of this name."""
        return self.get(key) is not None

    def names(self, module: str) -> NamesRecord | None:
        """What the package exports."""
        return self._names if module == "" else None

    def all_keys(self) -> Iterable[str]:
        """Nothing: modules are asked for their names."""
        return ()

    def documents(self, key: str) -> DocumentsRecord | None:
        """The docstrings of a class and its members."""
        text = self._text(key)
        for found in _CLASS.finditer(text):
            if found["name"] == key:
                body = _body(text, found.end())
                members = {m["name"]: _document(body, m.end()) for m in _MEMBER.finditer(body)}
                return DocumentsRecord(_docstring(body, 0), members)
        return None

    def read_all(self, progress: Callable[[int, int], None]) -> Reading:
        """Every exported class and function."""
        types = {}
        for number, name in enumerate(self._names.plain):
            record = self.get(name)
            if record is not None:
                types[name] = record
            progress(number, len(self._names.plain))
        return Reading(self.header, types, {"": self._names}, {})

    def _text(self, key: str) -> str:
        file = self._homes.get(key)
        if file is None:
            return ""
        if file not in self._texts:
            self._texts[file] = self._read(file)
        return self._texts[file]

    def _class(self, found: re.Match[str], body: str) -> TypeRecord:
        record = TypeRecord("C")
        for base in split(found["bases"] or ""):
            if base in self._homes:
                record.bases.append(records.OWN + base)
            elif base not in ("ABC", "object") and not base.startswith(("Generic", "Protocol")):
                record.bases.append("?")
        seen: dict[str, None] = {}
        for member in _MEMBER.finditer(body):
            name = member["name"]
            if name == "__init__" and "overload" not in member["marks"]:
                record.call = self._signature(body, member.end())
                continue
            if name.startswith("_") or name in seen or ".setter" in member["marks"]:
                continue
            seen[name] = None
            self._add(record, member, name, body)
        for field in _FIELD.finditer(body):
            if field["name"] not in seen:
                type_, _ = read_annotation(field["type"].strip(), self._type)
                record.properties.append(PropertyRecord(field["name"], type_))
        return record

    def _add(self, record: TypeRecord, member: re.Match[str], name: str, body: str) -> None:
        signature = self._signature(body, member.end())
        if "property" in member["marks"]:
            record.properties.append(PropertyRecord(name, signature.returns or "a", records.READ_ONLY))
            return
        static = "staticmethod" in member["marks"] or "classmethod" in member["marks"]
        record.methods.append(MethodRecord(name, signature, records.STATIC if static else 0))

    def _signature(self, body: str, at: int) -> SignatureRecord:
        closing = matching(body, at - 1)
        signature = SignatureRecord()
        if closing is None:
            return SignatureRecord(flags=records.OPEN)
        returns = re.match(r"\s*->\s*(.*?):\s*(?:#.*)?\n", body[closing + 1 :], re.DOTALL)
        if returns is not None and returns.group(1) != "None":
            signature.returns = read_annotation(returns.group(1), self._type)[0]
        for number, written in enumerate(split(body[at:closing])):
            parameter = _PARAMETER.fullmatch(written)
            if parameter is None:
                if written != "*":
                    signature.flags |= records.OPEN
            elif parameter["star"]:
                signature.flags |= records.OPEN
            elif number > 0 or parameter["name"] not in ("self", "cls", "__self__"):
                type_ = read_annotation(parameter["type"] or "Any", self._type)[0]
                flags = 0 if parameter["default"] else records.REQUIRED
                signature.parameters.append(
                    ParameterRecord(parameter["name"], type_, flags, parameter["name"])
                )
        return signature

    def _type(self, name: str) -> str:
        return f"U{records.OWN}{name}" if name in self._homes else "a"


def _listed(found: re.Match[str]) -> Iterator[str]:
    listed = _REMARK.sub("", found["many"] or found["one"])
    for name in map(str.strip, listed.split(",")):
        if name.isidentifier():
            yield name


def _body(text: str, at: int) -> str:
    end = _TOP.search(text, text.find("\n", at) + 1)
    return text[at : end.start() if end is not None else len(text)]


def _document(body: str, at: int) -> DocumentRecord:
    line = body.find(":\n", at)
    return _docstring(body, line + 1) if line >= 0 else DocumentRecord()


def _docstring(body: str, at: int) -> DocumentRecord:
    found = _DOC.match(body, at)
    if found is None:
        return DocumentRecord()
    return DocumentRecord(prose("\n".join(line.strip() for line in found.group(1).split("\n"))))
