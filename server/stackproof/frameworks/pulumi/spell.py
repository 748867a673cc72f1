"""Spells fixes for Pulumi programs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from stackproof.frameworks.intents import is_deferred, raw
from stackproof.frameworks.pulumi.options import option_entries, options_of
from stackproof.frameworks.spelling import Ambient, Declined, Here, Path, Spelling, same
from stackproof.frameworks.vocabulary.names import camel, canonical, plural, snake
from stackproof.frameworks.vocabulary.vocabulary import vocabulary
from stackproof.model.code import (
    Attribute,
    Change,
    Code,
    Constant,
    Elements,
    Entries,
    Imported,
    Interpolation,
    Invocation,
    ReplaceSource,
    SetKey,
    Variable,
)
from stackproof.model.construction import Construction
from stackproof.model.fix import AppendToList, Fix, Joined, Json, NewResource
from stackproof.model.graph import Resource
from stackproof.model.ports import Naming
from stackproof.model.values import JsonText, Origin, Value, walk
from stackproof.text import Span

# Modules that other modules replaced, and classes that are only another name.
_OLDER = frozenset({"alb", "applicationloadbalancing", "elasticloadbalancing"})
# Options that a neighbour's resources share.
_SHARED = ("parent", "provider", "providers")
# `id` is the region's name in every version of the provider.
_AMBIENT = {
    "Region": ("getRegionOutput", "id"),
    "Account": ("getCallerIdentityOutput", "account_id"),
    "Partition": ("getPartitionOutput", "partition"),
}


def spell(fix: Fix, naming: Callable[[Resource], Naming]) -> list[Change] | None:
    """The changes that carry out a fix, None when it is declined."""
    return _PulumiSpelling(fix, naming).spell()


class _PulumiSpelling(Spelling):
    position = 1

    def container(self, construction: Construction) -> Value | None:
        if construction.site.language == "typescript":
            return raw(construction, "typescript", 1)
        passed = construction.arguments
        if "args" in passed.keywords:
            return passed.keywords["args"].value
        if len(passed.positional) > 1:
            return passed.positional[1]
        return passed.as_mapping()

    def prefix(self, construction: Construction) -> Path:
        return ("args",) if "args" in construction.arguments.keywords else ()

    def key(self, kind: str, path: tuple[str, ...], here: Here) -> str:
        name = path[-1]
        irregular = vocabulary().pulumi.arguments.get(kind, {})
        if any(neutral == name and bare != canonical(name) for bare, neutral in irregular.items()):
            # The table knows the letters of such names, not where their words begin.
            raise Declined
        if vocabulary().is_list_of_objects(kind, path):
            name = plural(name)
        return camel(name) if here.names.language == "typescript" else name

    def attribute(self, kind: str, name: str, here: Here) -> str:
        return camel(name) if here.names.language == "typescript" else name

    def is_list(self, kind: str, path: tuple[str, ...]) -> bool:
        return vocabulary().is_list_of_objects(kind, path)

    def block(self, kind: str, path: tuple[str, ...], entries: list[tuple[str, Code]], here: Here) -> Code:
        return Entries(tuple(entries))

    def create(self, new: NewResource, here: Here) -> Code:
        if new.data:
            raise Declined
        made = self._aws(_class_of(new.type), here)
        name = here.names.logical(new.stem, here.near.construction)
        arguments = self.arguments(new, here)
        options = self._options(tuple(self.thing(each, here) for each in new.depends_on), here)
        if here.names.language == "python":
            keywords = [*arguments, *([] if options is None else [("opts", options)])]
            return Invocation(made, (name,), tuple(keywords))
        rest = () if options is None else (options,)
        return Invocation(made, (name, Entries(tuple(arguments)), *rest), new=True)

    def _aws(self, path: str, here: Here) -> Code:
        return Imported("@pulumi/aws" if here.names.language == "typescript" else "pulumi_aws", path)

    def _pulumi(self, path: str, here: Here) -> Code:
        return Imported("@pulumi/pulumi" if here.names.language == "typescript" else "pulumi", path)

    # --- options ---

    def related(self, one: Resource, other: Resource) -> bool:
        """Whether both name the same provider, or none."""
        found: list[Value | None] = []
        for resource in (one, other):
            given = options_of(resource.construction)
            held = {} if given is None or given.is_(None) else option_entries(given)
            if held is None or "providers" in held:
                return False
            found.append(held["provider"].value if "provider" in held else None)
        return same(*found)

    def _options(self, waits: tuple[Code, ...], here: Here) -> Code | None:
        """The neighbour's options, as far as they concern its relatives, and what to wait for."""
        typescript = here.names.language == "typescript"
        near = here.near.construction
        given = options_of(near)
        entries: list[tuple[str, Code]] = []
        base: Code | None = None
        if given is not None and not given.is_(None):
            held = option_entries(given)
            where: Path = (2,) if typescript or "opts" not in near.arguments.keywords else ("opts",)
            if held is None:
                base = here.names.written(near, where)
                if base is None:
                    raise Declined
            else:
                for name in _SHARED:
                    if name in held:
                        written = here.names.written(near, (*where, name))
                        if written is None:
                            # The options are a variable: it is taken as it is.
                            base = here.names.written(near, where)
                            if base is None:
                                raise Declined
                            entries.clear()
                            break
                        entries.append((name, written))
        if waits:
            entries.append(("dependsOn" if typescript else "depends_on", Elements(waits)))
        if not entries:
            return base
        own = self._options_object(entries, here)
        if base is None:
            return own
        merge = "mergeOptions" if typescript else "ResourceOptions.merge"
        return Invocation(self._pulumi(merge, here), (base, own))

    def _options_object(self, entries: list[tuple[str, Code]], here: Here) -> Code:
        if here.names.language == "typescript":
            return Entries(tuple(entries))
        return Invocation(self._pulumi("ResourceOptions", here), keywords=tuple(entries))

    def depend(self, resource: Resource, on: Code, here: Here) -> None:
        call = resource.construction
        typescript = here.names.language == "typescript"
        key = "dependsOn" if typescript else "depends_on"
        given = options_of(call)
        if given is None:
            own = self._options_object([(key, Elements((on,)))], here)
            if typescript:
                if len(call.arguments.positional) != 2:
                    raise Declined
                self.changes.append(SetKey(call, (key,), Elements((on,)), position=2))
            else:
                self.changes.append(SetKey(call, ("opts",), own, position=2))
            return
        held = option_entries(given)
        if held is None or (not typescript and "opts" not in call.arguments.keywords):
            raise Declined
        existing = held[key].value if key in held else None
        keys: Path = (key,) if typescript else ("opts", key)
        written = here.names.written(call, (2, key) if typescript else ("opts", key))
        before = len(self.changes)
        self.append_key(call, keys, existing, on, written)
        change = self.changes[before]
        if isinstance(change, SetKey):
            self.changes[before] = SetKey(call, change.path, change.value, position=2)

    # --- values ---

    def given(self, name: str, here: Here) -> Code:
        """A value of the stack's configuration."""
        typescript = here.names.language == "typescript"
        config = Invocation(self._pulumi("Config", here), new=typescript)
        return Invocation(Attribute(config, "require"), (Constant(camel(name) if typescript else name),))

    def given_anywhere(self, name: str, here: Here) -> Code:
        return self.given(name, here)

    def joined(self, argument: Joined, parts: list[str | Code], here: Here) -> Code:
        if not is_deferred(argument):
            return Interpolation(tuple(parts))
        if here.names.language == "typescript":
            return Interpolation(tuple(parts), self._pulumi("interpolate", here))
        pieces = tuple(Constant(p) if isinstance(p, str) else p for p in parts)
        return Invocation(self._pulumi("Output.concat", here), pieces)

    def json(self, argument: Json, content: Code, here: Here) -> Code:
        typescript = here.names.language == "typescript"
        if is_deferred(argument):
            name = "jsonStringify" if typescript else "Output.json_dumps"
            return Invocation(self._pulumi(name, here), (content,))
        if typescript:
            return Invocation(Variable("JSON.stringify"), (content,))
        return Invocation(Attribute(Imported("json", "json", namespace=True), "dumps"), (content,))

    def appended(self, resource: Resource, intent: AppendToList, here: Here) -> None:
        """Plain JSON functions write outputs as nonsense, so those that await them take their place."""
        if not is_deferred(intent.value):
            return
        for end in range(1, len(intent.path)):
            text = resource.properties.get(*intent.path[:end])
            if isinstance(text, JsonText):
                self._await_outputs(text.origin, here)
                return

    def deferred(self, resource: Resource, at: Origin, here: Here) -> None:
        found: list[Value] = []
        walk(resource.properties, found.append)
        for text in found:
            around = text.origin if isinstance(text, JsonText) else None
            if around is not None and around.file == at.file and around.span.encloses(at.span):
                self._await_outputs(around, here)

    def _await_outputs(self, origin: Origin | None, here: Here) -> None:
        source = "" if origin is None else here.names.source(origin)
        typescript = here.names.language == "typescript"
        plain = "JSON.stringify" if typescript else "json.dumps"
        waiting = ("jsonStringify", "json_dumps")
        callee = source.partition("(")[0].strip()
        if origin is None or not callee or callee.endswith(waiting):
            if origin is None or not callee:
                raise Declined
            return
        if callee != plain:
            raise Declined
        # The package has the same name in all programs that follow its manual; others are left alone.
        if here.names.named(("pulumi",)) is None:
            raise Declined
        at = Origin(origin.file, Span(origin.span.start, origin.span.start + len(callee)))
        name = "pulumi.jsonStringify" if typescript else "pulumi.Output.json_dumps"
        self.changes.append(ReplaceSource(at, name))

    def ambient(self, argument: Ambient, here: Here) -> Code:
        function, attribute = _AMBIENT[type(argument).__name__]
        typescript = here.names.language == "typescript"
        options = self._invoke_options(here)
        spelled = self.attribute("", attribute, here)
        if typescript:
            given = () if options is None else (options,)
            return Attribute(Invocation(self._aws(function, here), (Entries(()), *given)), spelled)
        keywords = () if options is None else (("opts", options),)
        return Attribute(Invocation(self._aws(snake(function), here), keywords=keywords), spelled)

    def _invoke_options(self, here: Here) -> Code | None:
        """The neighbour's provider, whose region and account are meant."""
        near = here.near.construction
        given = options_of(near)
        held = None if given is None else option_entries(given)
        if held is None or "provider" not in held:
            return None
        typescript = here.names.language == "typescript"
        written = here.names.written(near, (2, "provider") if typescript else ("opts", "provider"))
        if written is None:
            raise Declined
        if typescript:
            return Entries((("provider", written),))
        return Invocation(self._pulumi("InvokeOptions", here), keywords=(("provider", written),))


@cache
def _classes() -> dict[str, str]:
    """The Pulumi class of each Terraform type, the one in use where there are several."""
    found: dict[str, str] = {}
    for name, kind in vocabulary().pulumi.resources.items():
        module, _, cls = name.partition(".")
        worse = module in _OLDER or cls.endswith("V2")
        if kind not in found or not worse:
            found[kind] = name
    return found


def _class_of(kind: str) -> str:
    name = _classes().get(kind)
    if name is None:
        raise Declined
    return name
