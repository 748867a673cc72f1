"""Turns the declarations of one TypeScript file into records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stackproof.packages import records
from stackproof.packages.pulumi import typetext
from stackproof.packages.pulumi.bodies import BodyMember, deprecation, matching, members, split
from stackproof.packages.pulumi.declarations import Declaration
from stackproof.packages.pulumi.deprecations import default_told, replacement
from stackproof.packages.records import (
    MethodRecord,
    ParameterRecord,
    PropertyRecord,
    SignatureRecord,
    TypeRecord,
    ValueRecord,
)

_CORE: Final = "@pulumi/pulumi."
_CORE_TYPES: Final = {"ID": "s", "URN": "s"}
_PARAMETER: Final = re.compile(
    r"(?P<rest>\.\.\.)?(?P<name>[\w$]+)(?P<optional>\?)?(?:: (?P<type>.*))?", re.DOTALL
)
_FUNCTION: Final = re.compile(r"function [\w$]+(?P<generic><)?\s*\(")
_CONST: Final = re.compile(r"(?:const|let|var) [\w$]+: (?P<type>.*)", re.DOTALL)
_ALIAS: Final = re.compile(r"type [\w$]+(?P<generic><)?[^=]*= (?P<type>.*)", re.DOTALL)
_VALUE: Final = re.compile(r"(?:\"(?P<text>(?:[^\"\\]|\\.)*)\"|(?P<number>-?\d+(?:\.\d+)?))\Z")
_HERITAGE: Final = re.compile(r"\b(?:extends|implements) ([^{]*)")


class Scope:
    """What names in one file mean: those it imports, those it declares, those beside it."""

    def __init__(self, module: str, imported: dict[str, str], declared: dict[str, str]) -> None:
        """``imported`` gives the stored id (without letter) that a name begins; ``declared`` the letters of own names."""
        self._module = module
        self._imported = imported
        self._declared = declared
        self._known: dict[str, str] = {}
        self._types: dict[str, str] = {}

    def type(self, text: str) -> str:
        """The stored text of a type."""
        known = self._types.get(text)
        if known is None:
            known = self._types[text] = typetext.read_types(text, self.name)
        return known

    def name(self, dotted: str) -> str:
        """The stored text of a named type."""
        known = self._known.get(dotted)
        if known is None:
            known = self._known[dotted] = self._name(dotted)
        return known

    def _name(self, dotted: str) -> str:
        first, _, rest = dotted.partition(".")
        if dotted in self._declared:
            return f"{self._declared[dotted]}{records.OWN}{self.key(dotted)}"
        begun = self._imported.get(first)
        if begun is None:
            return "a"
        id_ = f"{begun}.{rest}" if rest and not begun.endswith((".", records.OWN)) else begun + rest
        if id_.startswith(_CORE):
            return _CORE_TYPES.get(id_.removeprefix(_CORE), "U" + id_)
        return letter(id_) + id_

    def key(self, name: str) -> str:
        """The key of what the file declares."""
        return f"{self._module}.{name}" if self._module else name


def letter(id_: str) -> str:
    """The kind that an id tells by itself."""
    inner = id_.removeprefix(records.OWN)
    if inner.startswith("@"):
        inner = inner.partition(".")[2]
    if inner.startswith(("types.input.", "types.output.")):
        return "S"
    return "E" if inner.startswith("types.enums.") else "U"


def read(text: str, found: Declaration, scope: Scope, token: str = "") -> TypeRecord:
    """The record of one declaration."""
    record = _read(text, found, scope)
    comment = comment_before(text, found.start)
    told = deprecation(comment)
    if told is not None:
        record.deprecated = replacement(told, scope.key(found.name), "", ())
    if record.letter in "CF":
        record.token = token
    return record


def _read(text: str, found: Declaration, scope: Scope) -> TypeRecord:
    if found.sort == "interface":
        return _interface(text, found, scope)
    if found.sort == "class":
        return _class(text, found, scope)
    if found.sort == "enum":
        return TypeRecord("E", records.OPEN)
    if found.sort == "namespace":
        return TypeRecord("V", records.OPEN, token="a")
    statement = text[found.start : found.end]
    if found.sort == "function":
        head = _FUNCTION.search(statement)
        return TypeRecord("F", call=_function(statement, head, scope))
    if found.sort == "type":
        alias = _ALIAS.search(statement)
        told = "a" if alias is None or alias["generic"] else scope.type(alias["type"])
        return TypeRecord("A", token=told)
    constant = _CONST.search(statement)
    if constant is None:
        return TypeRecord("V", token="a")
    written = constant["type"].strip()
    if written.startswith("{"):
        return _enum(written, scope.key(found.name))
    return TypeRecord("V", token=scope.type(written))


def _interface(text: str, found: Declaration, scope: Scope) -> TypeRecord:
    record = TypeRecord("S", bases=_bases(text, found, scope))
    _fill(record, members(text, found.body, found.end), scope, scope.key(found.name))
    if record.methods:
        record.letter = "I"
    return record


def _class(text: str, found: Declaration, scope: Scope) -> TypeRecord:
    record = TypeRecord("C", bases=_bases(text, found, scope))
    if "abstract" in text[found.start : text.find("class", found.start)]:
        record.flags |= records.ABSTRACT
    _fill(record, members(text, found.body, found.end), scope, scope.key(found.name))
    return record


def extend(record: TypeRecord, text: str, found: Declaration, scope: Scope, key: str) -> None:
    """Add to a class what another file declares for it."""
    _fill(record, members(text, found.body, found.end), scope, key)


def _fill(record: TypeRecord, found: Iterator[BodyMember | None], scope: Scope, key: str) -> None:
    seen = {p.name for p in record.properties} | {m.name for m in record.methods}
    told: list[tuple[PropertyRecord | MethodRecord, str]] = []
    for member in found:
        if member is None:
            record.flags |= records.OPEN
        elif member.name == "constructor" and member.parameters is not None:
            if record.call is None:
                record.call = _signature(member.parameters, "", scope)
            else:
                record.call.flags |= records.OPEN
            if (words := deprecation(member.comment)) is not None and record.deprecated is None:
                record.deprecated = replacement(words, key, "", ())
        elif member.name in seen:
            # Overloads: what is accepted is more than the first one tells.
            for method in record.methods:
                if method.name == member.name:
                    method.signature.flags |= records.OPEN
        elif "private" not in member.words and not member.name.startswith("__"):
            seen.add(member.name)
            made = _member(member, scope)
            if isinstance(made, PropertyRecord):
                record.properties.append(made)
            else:
                record.methods.append(made)
            if "@deprecated" in member.comment:
                told.append((made, deprecation(member.comment) or ""))
    for made, words in told:
        made.deprecated = replacement(words, key, made.name, seen)


def _member(member: BodyMember, scope: Scope) -> PropertyRecord | MethodRecord:
    flags = 0
    if member.words:
        if "static" in member.words:
            flags |= records.STATIC
        if "protected" in member.words:
            flags |= records.PROTECTED
        if "readonly" in member.words or "get" in member.words:
            flags |= records.READ_ONLY
    if member.parameters is not None:
        return MethodRecord(member.name, _signature(member.parameters, member.type, scope), flags)
    if not member.optional:
        flags |= records.REQUIRED
    default = default_told(member.comment) if "efault" in member.comment else ""
    return PropertyRecord(member.name, scope.type(member.type), flags, default)


def _bases(text: str, found: Declaration, scope: Scope) -> list[str]:
    bases = []
    for heritage in _HERITAGE.finditer(text[found.start : max(found.start, found.body - 1)]):
        for written in split(heritage.group(1).replace(" implements ", ",")):
            named = scope.name(written) if "<" not in written else "a"
            # A base that is not known at all leaves the type open.
            bases.append(named[1:] if named[0] in "USCIE" and len(named) > 1 else "?")
    return bases


def _function(statement: str, head: re.Match[str] | None, scope: Scope) -> SignatureRecord:
    if head is None or head["generic"]:
        return SignatureRecord(flags=records.OPEN)
    closing = matching(statement, head.end() - 1)
    if closing is None:
        return SignatureRecord(flags=records.OPEN)
    returns = statement[closing + 1 :].strip().removeprefix(":").strip()
    return _signature(statement[head.end() : closing], returns, scope)


def _signature(parameters: str, returns: str, scope: Scope) -> SignatureRecord:
    signature = SignatureRecord(returns=scope.type(returns) if returns and returns != "void" else "")
    if " is " in returns:
        signature.returns = "b"
    for number, written in enumerate(split(parameters)):
        parameter = _PARAMETER.fullmatch(written)
        if parameter is None:
            signature.flags |= records.OPEN
            continue
        if parameter["name"] == "this":
            continue
        type_ = scope.type(parameter["type"] or "any")
        flags = 0 if parameter["optional"] or parameter["rest"] else records.REQUIRED
        if parameter["rest"]:
            flags |= records.VARIADIC
            type_ = type_[1:] if type_.startswith("[") else "a"
        signature.parameters.append(ParameterRecord(parameter["name"], type_, flags))
        if parameter["name"] == "args" and type_[0] in "SU" and signature.options < 0:
            signature.options = number
    return signature


def _enum(written: str, key: str) -> TypeRecord:
    record = TypeRecord("E")
    told: list[tuple[ValueRecord, str]] = []
    for member in members(written, 1, len(written) - 1):
        value = None if member is None else _VALUE.match(member.type)
        if member is None or value is None:
            # An object of something else: its members are not known.
            return TypeRecord("V", records.OPEN, token="a")
        plain = value["text"] if value["text"] is not None else float(value["number"])
        made = ValueRecord(
            member.name, int(plain) if isinstance(plain, float) and plain.is_integer() else plain
        )
        record.values.append(made)
        words = deprecation(member.comment)
        if words is not None:
            told.append((made, words))
    names = {v.name for v in record.values}
    for made, words in told:
        made.deprecated = replacement(words, key, made.name, names)
    return record


def comment_before(text: str, at: int) -> str:
    """The raw text of the comment that belongs to the declaration at a place."""
    # A declaration's own comment ends right before it; comments are short next to files.
    if not text[max(0, at - 8) : at].rstrip().endswith("*/"):
        return ""
    opening = text.rfind("/**", 0, at)
    return text[opening + 3 : text.rfind("*/", opening, at)] if opening >= 0 else ""
