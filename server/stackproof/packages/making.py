"""Makes facts of records: spelled for a language, with what bases give."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from stackproof.model.facts import (
    Deprecation,
    EnumMember,
    Fact,
    FactKind,
    Method,
    Package,
    Parameter,
    Property,
    Signature,
)
from stackproof.model.types import Type, read_type
from stackproof.packages import records
from stackproof.packages.namespaces import Namespaces
from stackproof.packages.records import MethodRecord, SignatureRecord, TypeRecord
from stackproof.packages.spelling import Spelling

_KINDS: Final[dict[str, FactKind]] = {
    "C": "class", "S": "struct", "I": "interface", "E": "enum", "F": "function", "V": "value", "A": "alias",
}  # fmt: skip
# Ids hold capital letters too: only what begins a type counts.
_BEGIN: Final = re.compile(r"(?<![\w.@/'-])U([^|&)]+)")


class Maker:
    """Makes the facts of one package.

    ``get`` gives other facts for bases, ``letter`` the kind of a type by its id: empty when it is not at hand, and
    ``=`` with the text of the type that an alias stands for. ``inherits_calls``: what declares no constructor has
    that of its base; jsii always says how something is made.
    """

    def __init__(
        self,
        package: Package,
        prefix: str,
        spelling: Spelling,
        namespaces: Namespaces,
        get: Callable[[str], Fact | None],
        letter: Callable[[str], str],
        inherits_calls: bool,
    ) -> None:
        self._package = package
        self._prefix = prefix
        self._spelling = spelling
        self._namespaces = namespaces
        self._get = get
        self._letter = letter
        self._inherits_calls = inherits_calls

    def make(self, key: str, record: TypeRecord) -> Fact:
        """The fact behind a record."""
        id_ = self._prefix + key
        module, name = self._namespaces.spelled(key, record)
        properties: dict[str, Property] = {}
        methods: dict[str, Method] = {}
        values: dict[str, EnumMember] = {}
        call = None if record.call is None else self.signature(record.call)
        for each in record.properties:
            made = self._property(each, id_)
            properties[made.name] = made
        for method in record.methods:
            found = self._method(method, id_)
            methods[found.name] = found
        for value in record.values:
            spelled = self._spelling.value(value)
            values[spelled] = EnumMember(
                spelled, value.name, id_, value.value, self._deprecation(value.deprecated)
            )
        bases = tuple(base.replace(records.OWN, self._prefix) for base in record.bases)
        complete = not record.flags & records.OPEN
        for base in bases:
            above = self._get(base)
            if above is None:
                complete = False
                continue
            if record.letter == "C" and above.kind != "class":
                # A class declares itself what it has of an interface.
                continue
            complete &= above.complete
            for name_, inherited in above.properties.items():
                properties.setdefault(name_, inherited)
            for name_, inherited_method in above.methods.items():
                methods.setdefault(name_, inherited_method)
            if call is None and self._inherits_calls:
                call = above.call
        return Fact(
            id=id_,
            kind=_KINDS[record.letter],
            package=self._package,
            module=module,
            name=name,
            token="" if record.letter in "VA" else record.token,
            bases=bases,
            call=call,
            properties=properties,
            methods=methods,
            values=values,
            type=self.type(record.token) if record.letter in "VA" else None,
            abstract=bool(record.flags & records.ABSTRACT),
            complete=complete,
            importable=not record.flags & records.HIDDEN,
            deprecated=self._deprecation(record.deprecated),
        )

    def type(self, text: str) -> Type:
        """The type that a record's text stands for."""
        if records.OWN in text:
            text = text.replace(records.OWN, self._prefix)
        if "U" in text:
            text = self._sure(text, 0)
        return read_type(text)

    def _sure(self, text: str, depth: int) -> str:
        """The text with kinds, and aliases taken apart, where other types were mentioned by name only."""

        def known(found: re.Match[str]) -> str:
            letter = self._letter(found.group(1))
            if letter.startswith("="):
                return self._sure(letter[1:], depth + 1) if depth < 8 else "a"
            return (letter or "U") + found.group(1)

        return _BEGIN.sub(known, text)

    def _property(self, record: records.PropertyRecord, owner: str) -> Property:
        flags = record.flags
        return Property(
            name=self._spelling.property(record),
            source_name=record.name,
            type=self.type(record.type),
            owner=owner,
            required=bool(flags & records.REQUIRED),
            default=record.default,
            static=bool(flags & records.STATIC),
            read_only=bool(flags & records.READ_ONLY),
            protected=bool(flags & records.PROTECTED),
            schema_name=record.schema_name,
            deprecated=self._deprecation(record.deprecated),
        )

    def _method(self, record: MethodRecord, owner: str) -> Method:
        return Method(
            name=self._spelling.method(record),
            source_name=record.name,
            signature=self.signature(record.signature),
            owner=owner,
            static=bool(record.flags & records.STATIC),
            protected=bool(record.flags & records.PROTECTED),
            deprecated=self._deprecation(record.deprecated),
        )

    def signature(self, record: SignatureRecord) -> Signature:
        """A call as the language writes it: Python takes the properties of the last struct as keywords."""
        options, at, required = "", -1, False
        position = record.options
        if position >= 0:
            bag = record.parameters[position]
            text = bag.type.replace(records.OWN, self._prefix)
            text = self._sure(text, 0) if text[0] == "U" else text
            if text[0] == "S" and "|" not in text:
                options, at, required = text[1:], position, bool(bag.flags & records.REQUIRED)
        lifted = frozenset(self._lifted(options)) if options and self._spelling.lifts else frozenset()
        parameters = []
        for number, each in enumerate(record.parameters):
            if options and self._spelling.lifts and number == at:
                continue
            name = self._spelling.parameter(each)
            while name in lifted:
                name += "_"
            parameters.append(
                Parameter(
                    name,
                    self.type(each.type),
                    bool(each.flags & records.REQUIRED),
                    bool(each.flags & records.VARIADIC),
                )
            )
        if self._spelling.lifts and not record.flags & records.WHOLE:
            at = -1
        return Signature(
            parameters=tuple(parameters),
            returns=self.type(record.returns) if record.returns else None,
            options=options,
            options_at=at,
            options_required=required,
            parameters_known=not record.flags & records.OPEN,
            protected=bool(record.flags & records.PROTECTED),
        )

    def _lifted(self, options: str) -> tuple[str, ...]:
        bag = self._get(options)
        return () if bag is None else tuple(bag.properties)

    def _deprecation(self, told: str | None) -> Deprecation | None:
        if told is None:
            return None
        key, mark, member = told.rpartition("#")
        if not mark:
            return Deprecation(self._spelling.sibling(told) if told else "")
        id_ = self._prefix + key
        # Packages sometimes name what is not there any more.
        if not self._letter(id_):
            return Deprecation()
        return Deprecation(self._spelling.sibling(member) if member else "", id_)
