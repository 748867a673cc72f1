"""The CDK's words and constructs, as fixes speak of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.names import snake as cdk_snake
from stackproof.frameworks.spelling import Declined, raw
from stackproof.model.code import (
    Assign,
    Attribute,
    Change,
    Code,
    Entries,
    Imported,
    InsertStatements,
    Invocation,
    RemoveKey,
    SetKey,
)
from stackproof.model.construction import Construction
from stackproof.model.fix import Fix
from stackproof.model.graph import Resource
from stackproof.model.ports import Naming
from stackproof.model.values import MapEntry, Value
from stackproof.model.values import Mapping as MappingValue

At = Callable[[Resource], Naming]
_PSEUDO = {"Region": "REGION", "Account": "ACCOUNT_ID", "Partition": "PARTITION"}


class Words:
    """The CDK's words in the language of a place."""

    def __init__(self, names: Naming) -> None:
        self.names = names
        self.typescript = names.language == "typescript"

    def word(self, name: str) -> str:
        """A member or key, given in camel case."""
        return name if self.typescript else cdk_snake(name)

    def module(self, name: str) -> Code:
        """A module of the library by its name in npm (``aws-iam``), under its usual short name."""
        short = name.removeprefix("aws-").replace("-", "_")
        if short == "elasticloadbalancingv2":
            short = "elbv2"
        package = f"aws-cdk-lib/{name}" if self.typescript else f"aws_cdk.{name.replace('-', '_')}"
        return Imported(package, short, namespace=True)

    def pseudo(self, name: str) -> Code:
        """The region, account or partition of deployment."""
        return Imported("aws-cdk-lib" if self.typescript else "aws_cdk", f"Aws.{_PSEUDO[name]}")

    def parameter(self, name: str, near: Construction) -> Code:
        """A parameter of the template, named after ``name``. Raises `Declined`."""
        scope = self.names.scope_expression()
        if scope is None:
            raise Declined
        made = Imported("aws-cdk-lib" if self.typescript else "aws_cdk", "CfnParameter")
        first = (scope, self.names.logical(name.replace("_", " "), near))
        return Attribute(Invocation(made, first, new=self.typescript), self.word("valueAsString"))

    def construct(
        self, callee: Code, first: tuple[Code, ...], named: Iterable[tuple[str, Code]]
    ) -> Invocation:
        """``new X(a, { k: v })`` or ``X(a, k=v)``."""
        return self._call(callee, first, named, new=self.typescript)

    def call(
        self, target: Code, method: str, first: tuple[Code, ...], named: Iterable[tuple[str, Code]] = ()
    ) -> Invocation:
        """``target.method(a, { k: v })`` or ``target.method(a, k=v)``."""
        return self._call(Attribute(target, self.word(method)), first, named, new=False)

    def _call(
        self, callee: Code, first: tuple[Code, ...], named: Iterable[tuple[str, Code]], new: bool
    ) -> Invocation:
        pairs = tuple((self.word(k), v) for k, v in named)
        if not self.typescript:
            return Invocation(callee, first, pairs)
        return Invocation(callee, (*first, Entries(pairs)) if pairs else first, new=new)


class Construct:
    """A construct of the program with its arguments as written."""

    def __init__(self, resource: Resource, at: At, position: int = 2) -> None:
        self.call = resource.construction
        self.names = at(resource)
        self.words = Words(self.names)
        self.position = 1 if self.call.method is not None else position

    def entries(self) -> dict[str, MapEntry]:
        """The arguments by the names that the program uses; declines when they are not all written out."""
        held = raw(self.call, self.names.language, self.position)
        if not isinstance(held, MappingValue) or held.open or not self.names.is_single(self.call):
            raise Declined
        return held.entries

    def given(self, name: str) -> Value | None:
        """An argument, by its name in camel case."""
        entry = self.entries().get(self.words.word(name))
        return None if entry is None else entry.value

    def set(self, value: Code, *path: str | int) -> Change:
        """Set a key, given in camel case."""
        keys = tuple(s if isinstance(s, int) else self.words.word(s) for s in path)
        return SetKey(self.call, keys, value, self.position)

    def remove(self, *path: str) -> Change:
        """Remove a key, given in camel case."""
        return RemoveKey(self.call, tuple(self.words.word(name) for name in path))

    def named(self) -> Code:
        """The variable that holds it; declines when there is none."""
        found = self.names.expression(self.call)
        if found is None:
            raise Declined
        return found

    def then(self, *calls: Code) -> Change:
        """Statements behind it."""
        return InsertStatements(self.names.at, tuple(Assign(None, call) for call in calls))


def is_made_by(construction: Construction, *keys: str) -> bool:
    located = None if construction.callee is None else locate(construction.callee)
    return located is not None and located.key in keys and construction.user_class is None


def subject(fix: Fix, kind: str, *keys: str) -> Resource:
    """The first subject of a type that one of these classes makes."""
    for resource in fix.subjects:
        if resource.type == kind and is_made_by(resource.construction, *keys):
            return resource
    raise Declined
