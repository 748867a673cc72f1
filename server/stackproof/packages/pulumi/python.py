"""Turns the classes and functions of one generated Python file into records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from stackproof.packages import records
from stackproof.packages.naming import pulumi_snake
from stackproof.packages.pulumi.annotations import read_annotation
from stackproof.packages.pulumi.deprecations import default_told, replacement
from stackproof.packages.records import (
    MethodRecord,
    ParameterRecord,
    PropertyRecord,
    SignatureRecord,
    TypeRecord,
    ValueRecord,
)

# All patterns begin with plain text, which is searched for many times as fast as anything else.
_BLOCK: Final = re.compile(r"\n(?P<sort>class|def) (?P<name>\w+)(?:\((?P<bases>[\w.,\s]*)\):)?")
_TOKEN: Final = re.compile(r"\n@pulumi\.type_token\(\"([^\"]+)\"\)\Z")
GETTER: Final = re.compile(
    r"    @pulumi\.getter(?:\(name=\"(?P<camel>\w+)\"\))?\n"
    r"(?:    @_utilities\.deprecated\(\"\"\"(?P<deprecated>.*?)\"\"\"\)\n)?"
    r"    def (?P<name>\w+)\(self\) -> (?P<type>.*?):\n(?:\s*\"\"\"(?P<doc>.*?)\"\"\")?",
    re.DOTALL,
)
_INIT: Final = re.compile(r"    def __init__\(__self__(?P<parameters>.*?)\):\n", re.DOTALL)
_PARAMETER: Final = re.compile(
    r"(?P<name>\w+): (?P<type>.*?)(?P<default> = None)?\s*(?:,\s*\n\s*|\Z)", re.DOTALL
)
# Mostly the resource's own name and `Args`, but where that means something else.
_ARGS: Final = re.compile(r"\n {17}args: (?:Optional\[)?'?(?P<name>\w+)'?\]?(?P<default> = None)?,\n")
_VALUE: Final = re.compile(
    r"^    (?P<name>\w+) = (?:\"(?P<text>[^\"]*)\"|(?P<number>-?\d+(?:\.\d+)?))$", re.MULTILINE
)
_WARNED: Final = re.compile(r"^    warnings\.warn\(\"\"\"(.*?)\"\"\"", re.MULTILINE | re.DOTALL)
_GIVEN: Final = re.compile(r"__args__\['(?P<camel>\w+)'\] = (?P<name>\w+)")
_INVOKE: Final = re.compile(r"pulumi\.runtime\.(?:invoke|call)\w*\('([^']+)'")
_RETURNS: Final = re.compile(r"\) -> (?P<type>[^:\n]+):\n")

Resolve = Callable[[str], str]


class Block(NamedTuple):
    """One class or function at the top of a file; ``text`` goes from its head to the next one."""

    name: str
    sort: str
    token: str
    bases: str
    text: str


def blocks(text: str) -> Iterator[Block]:
    """The classes and functions of a file."""
    heads = list(_BLOCK.finditer(text))
    for number, head in enumerate(heads):
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        token = _TOKEN.search(text, max(0, head.start() - 200), head.start())
        yield Block(
            head["name"],
            head["sort"],
            token.group(1) if token is not None else "",
            head["bases"] or "",
            text[head.start() : end],
        )


class PythonFile:
    """Reads the blocks of one file. ``module`` is its path in keys, ``resolve`` gives types for names."""

    def __init__(self, module: str, resolve: Resolve) -> None:
        self._prefix = f"{module}." if module else ""
        self._resolve = resolve
        self._types: dict[str, tuple[str, bool]] = {}

    def _type(self, text: str) -> tuple[str, bool]:
        known = self._types.get(text)
        if known is None:
            known = self._types[text] = read_annotation(text, self._resolve)
        return known

    def struct(self, block: Block, key: str) -> TypeRecord:
        """An input or output type: its properties with who must be given."""
        record = TypeRecord("S")
        init = _INIT.search(block.text)
        needed: set[str] | None = None
        if init is not None and "*" in init["parameters"][:8]:
            needed = {p["name"] for p in _PARAMETER.finditer(init["parameters"]) if not p["default"]}
        self._getters(record, block, key)
        for each in record.properties:
            name = each.python or pulumi_snake(each.name)
            required = not each.flags & records.OPEN if needed is None else name in needed
            each.flags = records.REQUIRED if required else 0
        return record

    def enum(self, block: Block) -> TypeRecord:
        """An enum with its values."""
        record = TypeRecord("E", token=block.token)
        for each in _VALUE.finditer(block.text):
            value: str | int | float = each["text"] if each["text"] is not None else float(each["number"])
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            record.values.append(ValueRecord(each["name"], value))
        return record

    def resource(self, block: Block, key: str, has_state: bool) -> TypeRecord:
        """A resource: what it is made with is in a class of arguments beside it."""
        base = block.bases.split(",")[0].strip()
        record = TypeRecord("C", token=block.token, bases=[self._base(base)])
        self._getters(record, block, key)
        for each in record.properties:
            each.flags = records.READ_ONLY | records.REQUIRED
        record.call = SignatureRecord([ParameterRecord("name", "s", records.REQUIRED, "resource_name")])
        options = "U@pulumi/pulumi.ResourceOptions"
        args = _ARGS.search(block.text)
        if args is not None:
            flags = 0 if args["default"] else records.REQUIRED
            record.call.parameters.append(ParameterRecord("args", f"S~{self._prefix}{args['name']}", flags))
            record.call.options = 1
            record.call.flags |= records.WHOLE
        record.call.parameters.append(ParameterRecord("opts", options))
        if has_state:
            parameters = [
                ParameterRecord("name", "s", records.REQUIRED, "resource_name"),
                ParameterRecord("id", "<s", records.REQUIRED),
                ParameterRecord("state", f"S~{key}State"),
                ParameterRecord("opts", options),
            ]
            record.methods.append(
                MethodRecord("get", SignatureRecord(parameters, f"C~{key}", 2), records.STATIC)
            )
        warned = _WARNED.search(block.text)
        if warned is not None:
            record.deprecated = replacement(warned.group(1), key, "", ())
        return record

    def _base(self, name: str) -> str:
        if name.startswith("pulumi."):
            return f"@pulumi/pulumi.{name.removeprefix('pulumi.')}"
        return f"{records.OWN}{self._prefix}{name}" if name and name != "dict" else "?"

    def _getters(self, record: TypeRecord, block: Block, key: str) -> None:
        told = []
        for getter in GETTER.finditer(block.text):
            type_, optional = self._type(getter["type"])
            name = getter["camel"] or getter["name"]
            made = PropertyRecord(name, type_, records.OPEN if optional else 0)
            if pulumi_snake(name) != getter["name"]:
                made.python = getter["name"]
            if getter["doc"] is not None and "efault" in getter["doc"]:
                made.default = default_told(getter["doc"])
            record.properties.append(made)
            if getter["deprecated"] is not None:
                told.append((made, getter["deprecated"]))
        names = {p.name for p in record.properties}
        for made, words in told:
            made.deprecated = replacement(words, key, made.name, names)

    def function(self, block: Block) -> tuple[str, TypeRecord, TypeRecord]:
        """The name that the package's own schema gives a function, its record, and that of its arguments."""
        head_end = block.text.find(":\n", block.text.find(")"))
        returns = _RETURNS.search(block.text)
        opening = block.text.find("(")
        parameters = block.text[opening + 1 : returns.start() if returns is not None else head_end]
        camels = {g["name"]: g["camel"] for g in _GIVEN.finditer(block.text)}
        invoked = _INVOKE.search(block.text)
        token = invoked.group(1) if invoked is not None else ""
        name = token.rpartition(":")[2] or block.name
        if block.name.endswith("_output") and token:
            name += "Output"
        arguments = TypeRecord("S", records.HIDDEN)
        for each in _PARAMETER.finditer(parameters):
            if each["name"] == "opts":
                continue
            type_, _ = self._type(each["type"])
            camel = camels.get(each["name"], each["name"])
            made = PropertyRecord(camel, type_, 0 if each["default"] else records.REQUIRED)
            if pulumi_snake(camel) != each["name"]:
                made.python = each["name"]
            arguments.properties.append(made)
        call = SignatureRecord([], self._type(returns["type"].strip())[0] if returns is not None else "")
        pascal = name[:1].upper() + name[1:]
        if arguments.properties:
            needed = any(p.flags & records.REQUIRED for p in arguments.properties)
            flags = records.REQUIRED if needed else 0
            call.parameters.append(ParameterRecord("args", f"S~{self._prefix}{pascal}Args", flags))
            call.options = 0
        call.parameters.append(ParameterRecord("opts", "U@pulumi/pulumi.InvokeOptions"))
        record = TypeRecord("F", token=token, call=call)
        if pulumi_snake(name) != block.name:
            record.python = block.name
        return name, record, arguments
