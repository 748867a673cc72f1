"""How facts are stored: compact, the same for every language, decoded one type at a time.

Keys are ids without the package's name. In types, ``~`` stands for the package's name and a dot.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

FORMAT: Final = 2
"""Raised whenever what is stored changes, so that older files are made anew."""

HEADER: Final = ""
"""The key of the header; no type is called so."""

NAMES: Final = "\0"
"""Before a module's path, the key of what it exports."""

OWN: Final = "~"

REQUIRED, STATIC, READ_ONLY, PROTECTED, CONSTANT, VARIADIC, ABSTRACT, OPEN, HIDDEN, WHOLE = (
    1 << n for n in range(10)
)
"""Flags: CONSTANT for static fields that never change, OPEN for what may have more than is told, HIDDEN for what
programs cannot import, WHOLE for calls that in Python take their options as an object too."""

Letter = Literal["C", "S", "I", "E", "F", "V", "A"]
"""Class, struct, interface, enum, function, value, alias."""


class PropertyRecord(msgspec.Struct, array_like=True, gc=False):
    """See `model.facts.Property`. ``deprecated`` is None, or the replacement as ``member`` or ``key#member``."""

    name: str
    type: str
    flags: int = 0
    default: str = ""
    deprecated: str | None = None
    schema_name: str = ""
    python: str = ""


class ParameterRecord(msgspec.Struct, array_like=True, gc=False):
    """See `model.facts.Parameter`."""

    name: str
    type: str
    flags: int = 0
    python: str = ""


class SignatureRecord(msgspec.Struct, array_like=True):
    """All parameters in order; ``options`` is the position of the one that is a bag of named arguments, or -1."""

    parameters: list[ParameterRecord] = []
    returns: str = ""
    options: int = -1
    flags: int = 0


class MethodRecord(msgspec.Struct, array_like=True):
    """See `model.facts.Method`."""

    name: str
    signature: SignatureRecord
    flags: int = 0
    deprecated: str | None = None
    python: str = ""


class ValueRecord(msgspec.Struct, array_like=True, gc=False):
    """See `model.facts.EnumMember`."""

    name: str
    value: str | int | float | None = None
    deprecated: str | None = None
    python: str = ""


class TypeRecord(msgspec.Struct, array_like=True):
    """See `model.facts.Fact`. ``bases`` are ids with ``~``, ``file`` a number in the header's list of files.

    ``token`` of a value or an alias is its type. ``python`` is the name in Python where it does not follow from
    the key.
    """

    letter: Letter
    flags: int = 0
    bases: list[str] = []
    token: str = ""
    call: SignatureRecord | None = None
    properties: list[PropertyRecord] = []
    methods: list[MethodRecord] = []
    values: list[ValueRecord] = []
    deprecated: str | None = None
    file: int = -1
    python: str = ""


class ModuleRecord(msgspec.Struct, array_like=True):
    """A module: its dotted path in keys (empty for the package itself), its file without ending, its Python name."""

    path: str
    file: str
    python: str


class NamesRecord(msgspec.Struct, array_like=True):
    """What programs can import from one module, for packages where keys do not tell.

    ``plain`` are names whose keys are the module's path and the name, ``others`` have their keys with them.
    ``inputs`` are the input types of Pulumi's Python modules, which go there by two longer names (``CorsRule`` as
    ``CorsRuleArgs`` and ``CorsRuleArgsDict``). ``modules`` are the names of modules below, with their paths. ``complete`` is False when there may be more.
    """

    plain: list[str] = []
    others: dict[str, str] = {}
    modules: dict[str, str] = {}
    complete: bool = True
    inputs: list[str] = []


class Header(msgspec.Struct):
    """What is true of the whole package.

    ``python`` is the module that Python imports, ``distribution`` the package's name on PyPI. ``files`` are paths in
    the package, without endings. ``exports`` are the paths that programs may import, None when all are.
    """

    format: int
    family: Literal["jsii", "pulumi"]
    package: str
    version: str
    provider: str = ""
    python: str = ""
    distribution: str = ""
    modules: list[ModuleRecord] = []
    files: list[str] = []
    dependencies: list[str] = []
    exports: list[str] | None = None


class DocumentRecord(msgspec.Struct, array_like=True, gc=False):
    """See `model.facts.Documentation`."""

    text: str = ""
    default: str = ""
    deprecated: str = ""
    see: str = ""


class DocumentsRecord(msgspec.Struct, array_like=True):
    """The prose about one type and its members, by the package's own names."""

    own: DocumentRecord
    members: dict[str, DocumentRecord] = {}


class Reading(msgspec.Struct):
    """All that was read out of one package."""

    header: Header
    types: dict[str, TypeRecord]
    names: dict[str, NamesRecord]
    documents: dict[str, DocumentsRecord]
