"""What a rule wants changed, said without any language or framework.

A `Fix` is a list of intents. Frameworks spell intents as `code.Change`s, languages write those as text.
"""

from __future__ import annotations

from collections.abc import Mapping as ReadOnlyMap
from dataclasses import dataclass

from stackproof.model.code import Change
from stackproof.model.construction import Construction
from stackproof.model.graph import Resource
from stackproof.model.importing import AddImport, CallByImport, DropNames
from stackproof.model.values import Data, Origin, Value

# --- neutral arguments ---------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Plain:
    """A scalar."""

    data: Data


@dataclass(frozen=True, eq=False)
class AttributeOf:
    """An attribute of a resource that is already in the program."""

    resource: Resource
    attribute: str = "id"


@dataclass(frozen=True, eq=False)
class AttributeOfNew:
    """An attribute of a resource (or data source) that this fix adds, by its key."""

    key: str
    attribute: str = "id"


@dataclass(frozen=True, eq=False)
class Existing:
    """A value that is already in the program, to be used again as it is written there."""

    value: Value


@dataclass(frozen=True, eq=False)
class Joined:
    """A string made of literal pieces and other arguments."""

    parts: tuple[str | Argument, ...]


@dataclass(frozen=True, eq=False)
class Many:
    """A list."""

    items: tuple[Argument, ...]


@dataclass(frozen=True, eq=False)
class Block:
    """A nested block: its entries are under Terraform's names, its type follows from where it stands."""

    entries: ReadOnlyMap[str, Argument]


@dataclass(frozen=True, eq=False)
class PlainMap:
    """A map with arbitrary keys that are kept as they are (tags, JSON objects)."""

    entries: ReadOnlyMap[str, Argument]


@dataclass(frozen=True, eq=False)
class Json:
    """A JSON text of a plain structure (policy documents)."""

    content: Argument


@dataclass(frozen=True, eq=False)
class Region:
    """The region of deployment, in whatever way the framework says it."""


@dataclass(frozen=True, eq=False)
class Account:
    """The account of deployment, in whatever way the framework says it."""


@dataclass(frozen=True, eq=False)
class Partition:
    """The partition of deployment (``aws``, ``aws-cn``, ...)."""


@dataclass(frozen=True, eq=False)
class IsProduction:
    """True in production only, by the variable in reach that names the environment."""

    hint: Value | None = None


@dataclass(frozen=True, eq=False)
class Given:
    """What whoever deploys has to give: a variable in reach that has one of the names, else a parameter of the program.

    ``names`` are words in snake case; the first one is what the parameter is called.
    """

    names: tuple[str, ...]


Argument = (
    Plain
    | AttributeOf
    | AttributeOfNew
    | Existing
    | Joined
    | Many
    | Block
    | PlainMap
    | Json
    | Region
    | Account
    | Partition
    | IsProduction
    | Given
)

# --- intents -------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class SetArgument:
    """Set an argument (a path of Terraform names and list indexes), replacing what is there."""

    resource: Resource
    path: tuple[str | int, ...]
    value: Argument


@dataclass(frozen=True, eq=False)
class RemoveArgument:
    """Remove an argument and its key."""

    resource: Resource
    path: tuple[str | int, ...]


@dataclass(frozen=True, eq=False)
class ReplaceText:
    """Put ``text`` in a place; only where the same text is right in every language."""

    at: Origin
    text: str


@dataclass(frozen=True, eq=False)
class ReplaceValue:
    """Write another scalar in the place where a value of the resource is written, be that a variable's or a default's.

    Only a literal, or a constant of the library, is replaced.
    """

    resource: Resource
    value: Value
    data: Data


@dataclass(frozen=True, eq=False)
class PutInText:
    """Put an argument in the place of ``old``, in the text that is written out at ``at`` for a resource."""

    resource: Resource
    at: Origin
    old: str
    argument: Argument


@dataclass(frozen=True, eq=False)
class TakeAttribute:
    """Read another attribute of a resource where ``value``, a reference to it, is written for ``resource``."""

    resource: Resource
    value: Value
    attribute: str


@dataclass(frozen=True, eq=False)
class AmendText:
    """Write ``new`` for ``old``, which stands exactly once in the text of a place; the same in every language."""

    resource: Resource
    at: Origin
    old: str
    new: str


@dataclass(frozen=True, eq=False)
class WriteAt:
    """Put an argument in the place of what is written at ``at`` for a resource.

    With ``entry`` it becomes one more entry, under that name, of the object that stands there.
    """

    resource: Resource
    at: Origin
    value: Argument
    entry: str = ""


@dataclass(frozen=True, eq=False)
class AppendToList:
    """Add an element to a list argument, or inside a JSON text (``("policy", "Statement")``)."""

    resource: Resource
    path: tuple[str | int, ...]
    value: Argument


@dataclass(frozen=True, eq=False)
class NewResource:
    """A resource to add. ``stem`` are the words of its name (``nat eip``), joined in the neighbours' style.

    ``data`` for data sources. Arguments are under Terraform's names.
    """

    key: str
    type: str
    stem: str
    arguments: ReadOnlyMap[str, Argument]
    depends_on: tuple[AttributeOf | AttributeOfNew, ...] = ()
    data: bool = False


@dataclass(frozen=True, eq=False)
class AddResources:
    """Add resources after ``near``, from where all that they mention can be named."""

    near: Resource
    resources: tuple[NewResource, ...]


@dataclass(frozen=True, eq=False)
class AddDependency:
    """Make ``resource`` wait for another one."""

    resource: Resource
    on: AttributeOf | AttributeOfNew


@dataclass(frozen=True, eq=False)
class PassVariable:
    """Give a call of the program's own one more argument: a variable that can be read there."""

    call: Origin
    name: str
    variable: str


@dataclass(frozen=True, eq=False)
class DropPassed:
    """Take an argument out of a call of the program's own (or an entry out of an object), by its number there."""

    holder: Origin
    number: int


@dataclass(frozen=True, eq=False)
class TakeParameter:
    """Let a function of the program take one more argument, which may be left out. ``given`` is what it is given."""

    function: Origin
    name: str
    given: Value | None = None


@dataclass(frozen=True, eq=False)
class Respell:
    """Carry out what a framework has spelled already."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, eq=False)
class RemoveEntry:
    """Remove a named argument of a call, or an entry of an object inside, as the program spells it."""

    call: Construction
    path: tuple[str | int, ...]


@dataclass(frozen=True, eq=False)
class AddEntry:
    """Give a call a named argument, or an object inside an entry, as the program spells it.

    ``value`` is a scalar, nothing for an empty list, or the name of a variable in reach. ``position`` is where the
    object with the named arguments stands among the positional ones.
    """

    call: Construction
    path: tuple[str | int, ...]
    value: Plain | None = None
    variable: str = ""
    position: int = -1


@dataclass(frozen=True, eq=False)
class TypedDict:
    """A dict in the program and its declared type: ``name`` in ``module``.

    ``names`` are the arguments that its keys become, by the keys as written.
    """

    at: Origin
    module: str
    name: str
    names: ReadOnlyMap[str, str]


@dataclass(frozen=True, eq=False)
class WriteTyped:
    """Write a dict that a call is given, and those inside of it, as calls of their types, where nothing else uses it.

    ``dicts`` begins with the one around the others. ``attribute`` is what they are assigned to, where they are not among
    the arguments of the call but given to an attribute of what it makes.
    """

    call: Construction
    dicts: tuple[TypedDict, ...]
    attribute: Origin | None = None


Intent = (
    SetArgument
    | RemoveArgument
    | ReplaceText
    | ReplaceValue
    | PutInText
    | TakeAttribute
    | AmendText
    | WriteAt
    | AppendToList
    | AddResources
    | AddDependency
    | PassVariable
    | DropPassed
    | TakeParameter
    | Respell
    | RemoveEntry
    | AddEntry
    | WriteTyped
    | AddImport
    | CallByImport
    | DropNames
)


@dataclass(frozen=True, eq=False)
class Fix:
    """One cure, as a person would choose it from a menu.

    ``goal`` is a stable word for what is wanted (``route-through-nat``): a higher-level construct that implies the
    ``subjects`` may reach it in its own way instead of by the intents. ``safe`` when it may be applied blindly;
    ``why_unsafe`` says otherwise what to look at.
    """

    title: str
    goal: str
    intents: tuple[Intent, ...]
    subjects: tuple[Resource, ...] = ()
    safe: bool = False
    why_unsafe: str = ""
    preferred: bool = False
