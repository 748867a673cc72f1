"""Recognises resources among the constructions of a Pulumi program."""

from __future__ import annotations

from stackproof.frameworks.common.reader import Reader, merge
from stackproof.frameworks.pulumi import options, principals, uses
from stackproof.frameworks.pulumi.symbols import Member, member
from stackproof.frameworks.recognition import readable_name, variable_name
from stackproof.frameworks.vocabulary.names import canonical
from stackproof.frameworks.vocabulary.shapes import GUESSED
from stackproof.model.construction import Construction, Gap, Operation
from stackproof.model.graph import Resource, Use
from stackproof.model.runtime import Instance, Reference, Symbol
from stackproof.model.values import JsonText, MapEntry, Mapping, Scalar, Unknown, Value

_OWN_KEYWORDS = frozenset({"resource_name", "args", "opts", "__opts__", "__props__", "__name__"})
_OPTION_CLASSES = frozenset(
    {
        "ResourceOptions",
        "CustomResourceOptions",
        "ComponentResourceOptions",
        "InvokeOptions",
        "CustomTimeouts",
        "Alias",
    }
)
# Code registered here sees every resource of the stack before it is made.
_GLOBAL_CHANGES = frozenset(
    {"registerstacktransformation", "registerstacktransform", "registerresourcetransform"}
)


class PulumiReader(Reader):
    """One recognition of one Pulumi program."""

    framework = "pulumi"

    def _member(self, call: Construction) -> Member | None:
        return None if call.callee is None else member(call.callee, self.vocabulary)

    def resource_type(self, call: Construction) -> tuple[str, bool] | None:
        found = self._member(call)
        if found is None:
            return None
        if found.role == "resource" and found.rest == ("get",):
            return "data." + found.kind, True
        if found.rest:
            return None
        if found.role in ("resource", "provider"):
            return found.kind, False
        if found.role == "data":
            return found.kind, True
        # Components of other packages exist, and nothing of what they make is known.
        return (found.name, True) if found.role == "component" else None

    def logical_name(self, call: Construction) -> str | None:
        found = self._member(call)
        if found is not None and found.role == "data":
            return variable_name(call)
        return readable_name(call.arguments.at(0, "resource_name")) or variable_name(call)

    def properties(self, resource: Resource) -> Mapping:
        call = resource.construction
        given = call.arguments
        kind = resource.type
        if kind.startswith("data.") and not self.vocabulary.knows(kind):
            kind = kind.removeprefix("data.")
        shape = self.vocabulary.pulumi_shape(kind) if not resource.type.startswith("provider.") else GUESSED
        found = self._member(call)
        first = 0 if found is not None and found.role == "data" else 1
        entries = {k: e for k, e in given.keywords.items() if k not in _OWN_KEYWORDS}
        entries.update(call.writes)
        folded = self.folder.entries(entries, shape, given.open, given.origin or call.origin)
        if found is not None and found.rest == ("get",):
            # `Vpc.get(name, id)`: a look-up by id.
            looked = given.at(1, "id")
            if looked is not None:
                folded.entries["id"] = MapEntry(self.folder.fold(looked))
            return folded
        arguments, chosen = given.at(first, "args"), given.at(first + 1, "opts")
        if arguments is not None and self._is_options(arguments):
            arguments, chosen = None, arguments
        if arguments is not None:
            merge(folded, self.folder.fold(arguments, shape))
        if arguments is None and found is not None and found.role == "component":
            folded.open = True
        self._write_documents(kind, folded)
        resource.properties = folded
        if chosen is not None:
            options.apply(resource, self.folder.fold(chosen))
        return resource.properties

    def _write_documents(self, kind: str, folded: Mapping) -> None:
        """Policies may be given as objects, where Terraform takes their text."""
        for name, entry in list(folded.entries.items()):
            if isinstance(entry.value, Mapping) and self.vocabulary.is_scalar(kind, name):
                text = JsonText(entry.value, origin=entry.value.origin)
                folded.entries[name] = MapEntry(text, entry.key_origin, entry.origin)

    def result(self, reference: Reference) -> Value | None:
        """Assets are known by what they are made of: a path, or a text."""
        found = self._member(reference.construction)
        if found is None or found.role != "core" or reference.path:
            return None
        given = reference.construction.arguments.at(0)
        last = (found.name, *found.rest)[-1]
        if given is None or not last.endswith(("Asset", "Archive")):
            return None
        return Unknown("an asset", (self.folder.fold(given),), origin=reference.origin)

    def _is_options(self, value: Value) -> bool:
        if not isinstance(value, Reference) or value.path:
            return False
        found = self._member(value.construction)
        return found is not None and found.role == "core" and found.name in _OPTION_CLASSES

    def apply(self, resource: Resource, call: Construction) -> None:
        """Methods of Pulumi resources change none of their arguments."""

    def settle(self, resource: Resource) -> None:
        """Nothing remains to be done."""

    def understands(self, call: Construction) -> bool:
        found = self._member(call)
        if found is not None:
            if found.role == "core" and found.rest and canonical(found.rest[-1]) in _GLOBAL_CHANGES:
                self.outcome.gaps.append(
                    Gap("transformation", "stack transformations are not followed", call.origin)
                )
            return found.role not in ("component", "native")
        receiver = call.receiver
        if isinstance(receiver, Instance) and receiver.construction is not None:
            return self._understands_method(receiver.construction, (), call)
        if isinstance(receiver, Reference):
            return self._understands_method(receiver.construction, receiver.path, call)
        return False

    def _understands_method(self, target: Construction, path: tuple[str, ...], call: Construction) -> bool:
        resource = self.resources.get(target.number)
        if resource is None:
            # Components, configuration, stack references, results of helpers.
            return self.understands(target)
        if path or uses.of_call(call, resource, self.vocabulary) is not None:
            return True
        # `bucket.onObjectCreated(...)` and its like make further resources.
        return canonical(call.method or "") in ("getprovider", "tostring", "apply", "then", "get")

    def struct(self, construction: Construction) -> bool:
        found = self._member(construction)
        if found is None or found.rest:
            return False
        if found.role == "struct":
            return True
        return found.role == "core" and found.name in _OPTION_CLASSES

    def symbol(self, symbol: Symbol) -> Value | None:
        found = member(symbol, self.vocabulary)
        if found is None or found.role != "static" or not found.rest:
            return None
        if found.name == "iam.Principals":
            service = Scalar(principals.service(found.rest[0]), origin=symbol.origin)
            return Mapping({"Service": MapEntry(service)}, origin=symbol.origin)
        data = self.vocabulary.pulumi_enum(found.name, found.rest[0])
        return None if data is None else Scalar(data, origin=symbol.origin)

    def attribute(self, resource: Resource, path: tuple[str, ...]) -> str:
        kind = resource.type
        if kind.startswith("data.") and not self.vocabulary.knows(kind):
            kind = kind.removeprefix("data.")
        return self.vocabulary.attribute(kind, path, plural=True)

    def judge_operation(self, operation: Operation, resource: Resource) -> Use | None:
        return uses.of_operation(operation, resource, self.vocabulary)

    def judge_call(self, call: Construction, resource: Resource) -> Use | None:
        return uses.of_call(call, resource, self.vocabulary)
