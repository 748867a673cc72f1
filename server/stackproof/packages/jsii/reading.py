"""Turns a jsii assembly into records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from stackproof.packages import records
from stackproof.packages.jsii import assembly as jsii
from stackproof.packages.jsii.documents import documents
from stackproof.packages.jsii.replacements import Replacements
from stackproof.packages.literals import literal_default
from stackproof.packages.naming import jsii_snake
from stackproof.packages.records import (
    Header,
    MethodRecord,
    ModuleRecord,
    ParameterRecord,
    PropertyRecord,
    Reading,
    SignatureRecord,
    TypeRecord,
    ValueRecord,
)

_PRIMITIVES: Final = {"string": "s", "number": "n", "boolean": "b", "any": "a", "date": "d", "json": "j"}
_LETTERS: Final[dict[str, records.Letter]] = {"class": "C", "enum": "E", "interface": "I"}

# `... docs/resources/s3_bucket#bucket S3Bucket#bucket`: where Terraform's own name of an argument is told.
_ANCHOR: Final = re.compile(r"#([a-z0-9_]+) [A-Za-z0-9]+#[a-z0-9_]+")
_TERRAFORM: Final = re.compile(
    r"/providers/[\w-]+/[\w-]+/([^/\s]+)/docs/(?:(data)-sources|resources)\S* ([a-z0-9_]+)\}"
)
_TERRAFORM_BASES: Final = ("TerraformResource", "TerraformDataSource", "TerraformEphemeralResource")
_SERVICE_INTERFACE: Final = re.compile(r"I[A-Z][a-z]")


def read(assembly: jsii.Assembly, folder: str = "") -> Reading:
    """All facts of an assembly; ``folder`` is that of the npm package, where it is installed as one."""
    reading = _Reader(assembly).read()
    if folder:
        reading.header.exports = jsii.exported_paths(Path(folder))
    return reading


class _Reader:
    def __init__(self, assembly: jsii.Assembly) -> None:
        self._assembly = assembly
        self._prefix = assembly.name + "."
        self._named = {fqn: self._reference(fqn, _letter(d)) for fqn, d in assembly.types.items()}
        self._files: dict[str, int] = {}
        self._provider = ""
        # Sources are told of; programs import what was built of them.
        root, out = assembly.metadata.get("tscRootDir"), assembly.metadata.get("tscOutDir", "lib")
        self._root, self._out = (f"{root}/", f"{out}/") if isinstance(root, str) and root != "." else ("", "")

    def read(self) -> Reading:
        assembly = self._assembly
        replacements = Replacements(assembly)
        self._replaced = replacements.of
        types = {self._key(fqn): self._type(d) for fqn, d in assembly.types.items()}
        header = Header(
            format=records.FORMAT,
            family="jsii",
            package=assembly.name,
            version=assembly.version,
            provider=self._provider,
            python=_python(assembly.targets),
            distribution=_python(assembly.targets, "distName"),
            modules=self._modules(),
            files=list(self._files),
            dependencies=sorted(assembly.dependencies),
        )
        return Reading(header, types, {}, {self._key(f): d for f, d in documents(assembly)})

    def _key(self, fqn: str) -> str:
        return fqn.removeprefix(self._prefix)

    def _reference(self, fqn: str, letter: str) -> str:
        if fqn.startswith(self._prefix):
            return f"{letter}{records.OWN}{fqn[len(self._prefix) :]}"
        return letter + fqn

    # --- modules ---

    def _modules(self) -> list[ModuleRecord]:
        assembly = self._assembly
        pythons = {assembly.name: _python(assembly.targets)}
        found = [ModuleRecord("", f"{self._out}index", pythons[assembly.name])]
        for fqn in sorted(assembly.submodules):
            submodule = assembly.submodules[fqn]
            parent, _, name = fqn.rpartition(".")
            python = _python(submodule.targets)
            if not python and pythons.get(parent):
                python = f"{pythons[parent]}.{jsii_snake(name)}"
            pythons[fqn] = python
            found.append(ModuleRecord(self._key(fqn), self._built(submodule.symbolId), python))
        return found

    # --- types ---

    def _type(self, declared: jsii.Declared) -> TypeRecord:
        docs = declared.docs
        call = None
        if declared.initializer is not None:
            call = self._signature(declared.initializer.parameters, None)
            call.flags |= records.PROTECTED if declared.initializer.protected else 0
        bases = [declared.base] if declared.base else []
        return TypeRecord(
            letter=_letter(declared),
            flags=records.ABSTRACT if declared.abstract else 0,
            bases=[self._base(fqn) for fqn in (*bases, *declared.interfaces)],
            token=self._token(declared),
            call=call,
            properties=[self._property(p, declared) for p in declared.properties],
            methods=[self._method(m, declared) for m in declared.methods],
            values=[
                ValueRecord(v.name, None, self._replaced(v.docs.deprecated, declared, v.name))
                for v in declared.members
            ],
            deprecated=self._replaced(docs.deprecated, declared, ""),
            file=self._file(self._built(declared.symbolId)),
        )

    def _base(self, fqn: str) -> str:
        return records.OWN + self._key(fqn) if fqn.startswith(self._prefix) else fqn

    def _built(self, symbol: str) -> str:
        path = symbol.partition(":")[0]
        return (
            self._out + path.removeprefix(self._root) if self._root and path.startswith(self._root) else path
        )

    def _file(self, path: str) -> int:
        return self._files.setdefault(path, len(self._files))

    def _token(self, declared: jsii.Declared) -> str:
        custom = declared.docs.custom
        if custom.cloudformation_resource or custom.resource:
            return custom.cloudformation_resource or custom.resource
        if declared.base.rpartition(".")[2] not in _TERRAFORM_BASES:
            return ""
        told = _TERRAFORM.search(declared.docs.summary)
        if told is None:
            return ""
        self._provider = self._provider or told.group(1)
        return f"data.{told.group(3)}" if told.group(2) else told.group(3)

    # --- members ---

    def _property(self, declared: jsii.Property, owner: jsii.Declared) -> PropertyRecord:
        docs = declared.docs
        flags = 0 if declared.optional else records.REQUIRED
        if declared.static:
            flags |= records.STATIC
        if declared.const:
            flags |= records.CONSTANT
        if declared.immutable:
            flags |= records.READ_ONLY
        if declared.protected:
            flags |= records.PROTECTED
        return PropertyRecord(
            declared.name,
            self._write(declared.type),
            flags,
            literal_default(docs.default) if docs.default else "",
            None if docs.deprecated is None else self._replaced(docs.deprecated, owner, declared.name),
            _schema_name(docs),
        )

    def _method(self, declared: jsii.Method, owner: jsii.Declared) -> MethodRecord:
        flags = records.STATIC if declared.static else 0
        if declared.protected:
            flags |= records.PROTECTED
        return MethodRecord(
            declared.name,
            self._signature(declared.parameters, declared.returns),
            flags,
            self._replaced(declared.docs.deprecated, owner, declared.name),
        )

    def _signature(
        self, parameters: Iterable[jsii.Parameter], returns: jsii.Returns | None
    ) -> SignatureRecord:
        taken = [
            ParameterRecord(
                p.name,
                self._write(p.type),
                (records.VARIADIC if p.variadic else 0)
                | (0 if p.optional or p.variadic else records.REQUIRED),
            )
            for p in parameters
        ]
        last = taken[-1] if taken else None
        # Known structs of other packages are told apart when the facts are read.
        is_bag = last is not None and last.type[0] in "SU" and not last.flags & records.VARIADIC
        return SignatureRecord(
            taken, self._write(returns.type) if returns is not None else "", len(taken) - 1 if is_bag else -1
        )

    def _write(self, type_: jsii.TypeReference) -> str:
        if type_.primitive:
            return _PRIMITIVES.get(type_.primitive, "a")
        if type_.fqn:
            known = self._named.get(type_.fqn)
            if known is None:
                behaves = _SERVICE_INTERFACE.match(type_.fqn.rpartition(".")[2])
                known = self._named[type_.fqn] = self._reference(type_.fqn, "I" if behaves else "U")
            return known
        if type_.collection is not None:
            sign = "{" if type_.collection.kind == "map" else "["
            return sign + self._write(type_.collection.elementtype)
        for several, between in ((type_.union, "|"), (type_.intersection, "&")):
            if several is not None and several.types:
                texts = list(dict.fromkeys(self._write(t) for t in several.types))
                return texts[0] if len(texts) == 1 else "(" + between.join(texts) + ")"
        return "a"


def _letter(declared: jsii.Declared) -> records.Letter:
    return "S" if declared.datatype else _LETTERS.get(declared.kind, "I")


def _python(targets: dict[str, object], what: str = "module") -> str:
    python = targets.get("python")
    told = python.get(what) if isinstance(python, dict) else None
    return told if isinstance(told, str) else ""


def _schema_name(docs: jsii.Docs) -> str:
    if docs.custom.cloudformation_attribute:
        return docs.custom.cloudformation_attribute
    told = _ANCHOR.search(docs.summary) or _ANCHOR.search(docs.remarks)
    return told.group(1) if told is not None else ""
