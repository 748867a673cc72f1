"""What installed libraries say about themselves: the nouns, and the shape in which they are handed around.

All names are spelled as the program's language spells them (``bucketName``, ``bucket_name``); ``source_name``
keeps the package's own spelling. Ids (``aws-cdk-lib.aws_s3.Bucket``, ``@pulumi/aws.ec2.Vpc``) are the same in
both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, Protocol

import msgspec

from stackproof.model.runtime import Symbol
from stackproof.model.types import Named, Type

Flavour = Literal["jsii-npm", "jsii-pypi", "pulumi-npm", "pulumi-pypi"]
FactKind = Literal["class", "struct", "interface", "enum", "function", "value", "alias"]
Language = Literal["typescript", "python"]


class Knowledge(StrEnum):
    """How good facts are: read from the user's own installation, or bundled, for perhaps another version."""

    INSTALLED = "installed"
    BUNDLED = "bundled"


class Package(msgspec.Struct, frozen=True):
    """One version of a library, as facts tell of it. ``name`` is that of its registry (``aws-cdk-lib``).

    ``version`` is that of the facts. ``installed`` is the version that the program uses, empty when none was found:
    the two differ while bundled facts stand in. ``folder`` is where it is installed. ``provider`` is the version of
    the Terraform provider behind it, where there is one. ``stand_in`` is the name of the package that bundled facts
    are really of, where that is another one's.
    """

    name: str
    version: str
    flavour: Flavour
    knowledge: Knowledge
    installed: str = ""
    folder: str = ""
    provider: str = ""
    stand_in: str = ""

    @property
    def is_installed(self) -> bool:
        """Whether facts are those of the very version that the program uses."""
        return self.knowledge is Knowledge.INSTALLED


class Deprecation(msgspec.Struct, frozen=True):
    """That something should not be used any more, and what stands in its place if the package names it.

    ``member`` is a sibling's name, or one of the type ``type_id`` when that is given; both are empty when the
    package only explains.
    """

    member: str = ""
    type_id: str = ""

    @property
    def is_mechanical(self) -> bool:
        """Whether one other name is known that takes the place."""
        return bool(self.member or self.type_id)


class Property(msgspec.Struct, frozen=True):
    """An argument of a struct, or an attribute of a class. ``owner`` is the id of the type that declares it.

    ``default`` is a literal or a dotted name in the package's own spelling; empty when none is declared so.
    ``schema_name`` is the name in Terraform's or CloudFormation's own schema, where the package tells it.
    """

    name: str
    source_name: str
    type: Type
    owner: str
    required: bool = False
    default: str = ""
    static: bool = False
    read_only: bool = False
    protected: bool = False
    schema_name: str = ""
    deprecated: Deprecation | None = None


class Parameter(msgspec.Struct, frozen=True):
    """A positional parameter. ``variadic`` takes all further ones; ``type`` is then that of each."""

    name: str
    type: Type
    required: bool = False
    variadic: bool = False


class Signature(msgspec.Struct, frozen=True):
    """What a call takes, and what comes of it (None for nothing).

    The struct with the id ``options`` holds named arguments. In TypeScript it is ``parameters[options_at]``. Python
    takes its properties as keywords (`Facts.keywords`), and ``parameters`` does not hold it; where ``options_at``
    is not negative there, it may also be given as a whole in that position. In Python all ``parameters`` may be given
    by name as well. ``parameters_known`` is False when more may be accepted, ``protected`` is True for constructors
    that only derived classes call.
    """

    parameters: tuple[Parameter, ...] = ()
    returns: Type | None = None
    options: str = ""
    options_at: int = -1
    options_required: bool = False
    parameters_known: bool = True
    protected: bool = False


class Method(msgspec.Struct, frozen=True):
    """A function of a class or interface."""

    name: str
    source_name: str
    signature: Signature
    owner: str
    static: bool = False
    protected: bool = False
    deprecated: Deprecation | None = None


class EnumMember(msgspec.Struct, frozen=True):
    """A member of an enum; ``value`` is what it stands for, None when the package does not tell."""

    name: str
    source_name: str
    owner: str
    value: str | int | float | None = None
    deprecated: Deprecation | None = None


Member = Property | Method | EnumMember


class Fact(msgspec.Struct, frozen=True):
    """A class, struct (a bag of arguments), behavioural interface, enum, function, constant value or alias of a type.

    Inherited members are included.

    ``module`` is what a program imports, ``name`` stands in it, dotted where types are nested. ``token`` is the
    CloudFormation, Terraform or Pulumi type (``AWS::S3::Bucket``, ``aws_s3_bucket``, ``aws:s3/bucket:Bucket``).
    ``bases`` are ids. ``type`` is that of a value, or what an alias stands for. ``call`` is the constructor's or the function's signature; None for what cannot be called.
    ``complete`` is False when it may have members besides those here: a base is in a package that is not at
    hand, or its declaration was not understood. ``importable`` is False for what programs cannot name.
    """

    id: str
    kind: FactKind
    package: Package
    module: str
    name: str
    token: str = ""
    bases: tuple[str, ...] = ()
    call: Signature | None = None
    properties: Mapping[str, Property] = {}
    methods: Mapping[str, Method] = {}
    values: Mapping[str, EnumMember] = {}
    type: Type | None = None
    abstract: bool = False
    complete: bool = True
    importable: bool = True
    deprecated: Deprecation | None = None

    def member(self, name: str) -> Member | None:
        """What stands under this name, in the program's spelling."""
        return self.values.get(name) or self.properties.get(name) or self.methods.get(name)

    @property
    def is_constructible(self) -> bool:
        """Whether programs make objects of this class by calling it."""
        return (
            self.kind == "class" and self.call is not None and not self.abstract and not self.call.protected
        )

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the properties that must be given."""
        return tuple(p.name for p in self.properties.values() if p.required)


class Documentation(msgspec.Struct, frozen=True):
    """Prose of the user's own package, as written there: Markdown, a default in words, why deprecated, a link."""

    text: str = ""
    default: str = ""
    deprecated: str = ""
    see: str = ""


class Exports(msgspec.Struct, frozen=True):
    """What can be imported from one module: names to the ids of types and functions, and the modules below it.

    ``complete`` is False when it may export more. The names are listed when they are first looked at.
    """

    package: Package
    module: str
    names: Mapping[str, str]
    modules: Mapping[str, str]
    complete: bool = True


class Found(msgspec.Struct, frozen=True):
    """Where a symbol leads: the package, then as far as its names go.

    ``exports`` is the last module on the way, ``fact`` the type or function in it, ``member`` what is below that,
    ``rest`` the names behind what was found. ``missing`` is the first name which certainly is not there (for
    bundled facts: not there in the bundled version), empty otherwise.
    """

    package: Package
    exports: Exports | None = None
    fact: Fact | None = None
    member: Member | None = None
    rest: tuple[str, ...] = ()
    missing: str = ""


class Facts(Protocol):
    """The packages that one program imports, as its language sees them. Answers are remembered and never raise."""

    language: Language

    def find(self, symbol: Symbol) -> Found | None:
        """Where a symbol leads; None when nothing is known about its package."""
        ...

    def get(self, id: str) -> Fact | None:
        """The type or function with this id, as types and bases mention it; None when it is not at hand."""
        ...

    def of(self, type_: Named) -> Fact | None:
        """The declared type that another one mentions."""
        ...

    def package(self, module: str) -> Package | None:
        """The package that an import's module belongs to; None when nothing is known about it."""
        ...

    def exports(self, module: str) -> Exports | None:
        """What an import's module offers; None when nothing is known about it."""
        ...

    def named(self, name: str, modules: tuple[str, ...]) -> tuple[Fact, ...]:
        """All importable types and functions with this simple name in the packages of these modules."""
        ...

    def keywords(self, signature: Signature) -> Mapping[str, Property]:
        """The named arguments of a call, from its options; in Python they are keywords."""
        ...

    def documentation(self, id: str, member: str = "") -> Documentation | None:
        """The prose about a type, or a member by its ``source_name``; None without one, and for bundled facts."""
        ...
