"""Spells fixes for CDKTF programs."""

from __future__ import annotations

import re
from collections.abc import Callable

from stackproof.frameworks.spelling import Ambient, Declined, Here, Spelling, raw, same
from stackproof.frameworks.vocabulary.names import cdktf_camel, cdktf_pascal
from stackproof.frameworks.vocabulary.vocabulary import vocabulary
from stackproof.model.code import (
    Assign,
    Attribute,
    Change,
    Code,
    Constant,
    Elements,
    Entries,
    Imported,
    Invocation,
    Variable,
)
from stackproof.model.construction import Construction
from stackproof.model.fix import Fix, Json, NewResource
from stackproof.model.graph import Resource
from stackproof.model.ports import Naming
from stackproof.model.values import Value

# Where the classes of the provider are: whole package, then how a class is found inside.
_DEEP = re.compile(r"(?P<package>.*provider-aws)/lib/")
_GENERATED = re.compile(r"(?P<package>.*providers/aws)(/|$)")
_PYTHON = re.compile(r"(?P<package>(?:.*\.)?(?:\w+_provider_aws|imports\.aws))(\.|$)")
# Class, attribute and stem of the data source behind each ambient value. The region's `id` is its name in
# every version of the provider, while `name` and `region` are not.
_AMBIENT = {
    "Region": ("aws_region", "id", "current region"),
    "Account": ("aws_caller_identity", "account_id", "current account"),
    "Partition": ("aws_partition", "partition", "current partition"),
}


def spell(fix: Fix, naming: Callable[[Resource], Naming]) -> list[Change] | None:
    """The changes that carry out a fix, None when it is declined."""
    return _CdktfSpelling(fix, naming).spell()


class _CdktfSpelling(Spelling):
    def container(self, construction: Construction) -> Value | None:
        return raw(construction, construction.site.language, self.position)

    def key(self, kind: str, path: tuple[str, ...], here: Here) -> str:
        return cdktf_camel(path[-1]) if here.names.language == "typescript" else path[-1]

    def attribute(self, kind: str, name: str, here: Here) -> str:
        return cdktf_camel(name) if here.names.language == "typescript" else name

    def is_list(self, kind: str, path: tuple[str, ...]) -> bool:
        return vocabulary().is_list_of_objects(kind, path)

    def block(self, kind: str, path: tuple[str, ...], entries: list[tuple[str, Code]], here: Here) -> Code:
        if here.names.language == "typescript":
            return Entries(tuple(entries))
        struct = cdktf_pascal(_stem(kind)) + "".join(cdktf_pascal(name) for name in path)
        return Invocation(self._class(kind, struct, here), keywords=tuple(entries))

    def create(self, new: NewResource, here: Here) -> Code:
        kind = f"data.{new.type}" if new.data else new.type
        arguments = self.arguments(new, here)
        waits = tuple(self.thing(each, here) for each in new.depends_on)
        typescript = here.names.language == "typescript"
        if waits:
            arguments.append(("dependsOn" if typescript else "depends_on", Elements(waits)))
        return self._construct(kind, here.names.logical(new.stem, here.near.construction), arguments, here)

    def _construct(self, kind: str, name: Code, arguments: list[tuple[str, Code]], here: Here) -> Code:
        scope = here.names.scope_expression()
        if scope is None:
            raise Declined
        arguments = [*arguments, *self._provider(here)]
        made = self._class(kind, vocabulary().class_name(kind), here)
        if here.names.language == "python":
            return Invocation(made, (scope, name), tuple(arguments))
        rest = (Entries(tuple(arguments)),) if arguments else ()
        return Invocation(made, (scope, name, *rest), new=True)

    def _provider(self, here: Here) -> list[tuple[str, Code]]:
        """The neighbour's provider: with several of them, resources belong together only under the same one."""
        entries = self.entries(self.container(here.near.construction))
        if entries is None or "provider" not in entries:
            return []
        path = (2, "provider") if here.names.language == "typescript" else ("provider",)
        written = here.names.written(here.near.construction, path)
        if written is None:
            raise Declined
        return [("provider", written)]

    def related(self, one: Resource, other: Resource) -> bool:
        """Whether both have the same provider."""
        held = [self.entries(self.container(r.construction)) for r in (one, other)]
        providers = [e["provider"].value if e is not None and "provider" in e else None for e in held]
        return None not in held and same(*providers)

    def _class(self, kind: str, name: str, here: Here) -> Code:
        """A class of the provider, from the package and in the manner of the neighbour's."""
        callee = here.near.construction.callee
        if callee is None:
            raise Declined
        stem = _stem(kind)
        if here.names.language == "python":
            dotted = ".".join((callee.module, *callee.names))
            found = _PYTHON.match(dotted)
            if found is None:
                raise Declined
            return Imported(f"{found['package']}.{stem}", name)
        directory = stem.replace("_", "-")
        if (found := _DEEP.match(callee.module)) is not None:
            return Imported(f"{found['package']}/lib/{directory}", name)
        if (found := _GENERATED.match(callee.module)) is not None and len(callee.names) == 1:
            return Imported(f"{found['package']}/{directory}", name)
        if len(callee.names) == 2:
            return Imported(callee.module, f"{cdktf_camel(stem)}.{name}")
        raise Declined

    def json(self, argument: Json, content: Code, here: Here) -> Code:
        if here.names.language == "typescript":
            return Invocation(Variable("JSON.stringify"), (content,))
        return Invocation(Attribute(Imported("json", "json", namespace=True), "dumps"), (content,))

    def given(self, name: str, here: Here) -> Code:
        """A variable of Terraform's."""
        scope, callee = here.names.scope_expression(), here.near.construction.callee
        if scope is None or callee is None:
            raise Declined
        library = "cdktn" if "cdktn" in callee.module else "cdktf"
        variable = Imported(library, "TerraformVariable")
        typed: list[tuple[str, Code]] = [("type", Constant("string"))]
        first = (scope, here.names.logical(name.replace("_", " "), here.near.construction))
        if here.names.language == "python":
            return Attribute(Invocation(variable, first, tuple(typed)), "string_value")
        return Attribute(Invocation(variable, (*first, Entries(tuple(typed))), new=True), "stringValue")

    def ambient(self, argument: Ambient, here: Here) -> Code:
        kind, attribute, stem = _AMBIENT[type(argument).__name__]
        data = f"data.{kind}"
        spelled = self.attribute(data, attribute, here)
        known = here.names.known(vocabulary().class_name(data))
        if known is not None and (thing := here.names.expression(known)) is not None:
            return Attribute(thing, spelled)
        name = here.names.logical(stem, here.near.construction)
        code = self._construct(data, name, [], here)
        variable = here.names.local(stem)
        here.before.append(Assign(variable, code))
        return Attribute(Variable(variable), spelled)

    def depend(self, resource: Resource, on: Code, here: Here) -> None:
        typescript = here.names.language == "typescript"
        key = "dependsOn" if typescript else "depends_on"
        entries = self.entries(self.container(resource.construction))
        if entries is None:
            raise Declined
        existing = entries[key].value if key in entries else None
        written = here.names.written(resource.construction, (2, key) if typescript else (key,))
        self.append_key(resource.construction, (key,), existing, on, written)


def _stem(kind: str) -> str:
    if kind.startswith("data."):
        return "data_" + kind.removeprefix("data.")
    return kind.removeprefix("aws_")
