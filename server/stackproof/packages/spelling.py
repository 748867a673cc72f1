"""Spells members in the language of a program."""

from __future__ import annotations

from typing import Protocol

from stackproof.packages import records
from stackproof.packages.naming import jsii_identifier, jsii_snake, pulumi_snake
from stackproof.packages.records import MethodRecord, ParameterRecord, PropertyRecord, ValueRecord


class Spelling(Protocol):
    """How one kind of package spells what it declares. ``lifts``: options of a call are given as keywords."""

    lifts: bool

    def property(self, record: PropertyRecord) -> str: ...

    def method(self, record: MethodRecord) -> str: ...

    def parameter(self, record: ParameterRecord) -> str: ...

    def value(self, record: ValueRecord) -> str: ...

    def sibling(self, name: str) -> str:
        """The spelling of a member known by its name alone."""
        ...


class AsDeclared:
    """TypeScript: everything is called as it was declared."""

    lifts = False

    def property(self, record: PropertyRecord) -> str:
        return record.name

    def method(self, record: MethodRecord) -> str:
        return record.name

    def parameter(self, record: ParameterRecord) -> str:
        return record.name

    def value(self, record: ValueRecord) -> str:
        return record.name

    def sibling(self, name: str) -> str:
        return name


class JsiiPython:
    """Python as jsii writes it."""

    lifts = True

    def property(self, record: PropertyRecord) -> str:
        name = jsii_snake(record.name)
        if record.flags & records.CONSTANT and record.flags & records.STATIC:
            name = name.upper()
        return f"_{name}" if record.flags & records.PROTECTED else name

    def method(self, record: MethodRecord) -> str:
        name = jsii_snake(record.name)
        return f"_{name}" if record.flags & records.PROTECTED else name

    def parameter(self, record: ParameterRecord) -> str:
        return jsii_snake(record.name)

    def value(self, record: ValueRecord) -> str:
        return jsii_identifier(record.name)

    def sibling(self, name: str) -> str:
        return name if name.isupper() else jsii_snake(name)


class PulumiPython:
    """Python as Pulumi writes it."""

    lifts = True

    def property(self, record: PropertyRecord) -> str:
        return record.python or pulumi_snake(record.name)

    def method(self, record: MethodRecord) -> str:
        return record.python or pulumi_snake(record.name)

    def parameter(self, record: ParameterRecord) -> str:
        return record.python or pulumi_snake(record.name)

    def value(self, record: ValueRecord) -> str:
        return record.python or record.name

    def sibling(self, name: str) -> str:
        return name if name.isupper() else pulumi_snake(name)
