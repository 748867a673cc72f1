"""Recognises resources among the constructions of a CDKTF program."""

from __future__ import annotations

from stackproof.frameworks.cdktf import escapes, uses
from stackproof.frameworks.cdktf.overrides import Overrides
from stackproof.frameworks.cdktf.stacks import stack_of
from stackproof.frameworks.cdktf.symbols import Member, member
from stackproof.frameworks.common.reader import Reader, elements, merge
from stackproof.frameworks.recognition import readable_name, variable_name
from stackproof.frameworks.vocabulary.names import canonical, snake
from stackproof.frameworks.vocabulary.shapes import GUESSED
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.construction import Construction, Evaluation, Gap, Operation
from stackproof.model.graph import Resource, Use
from stackproof.model.ports import Recognition, TerraformText
from stackproof.model.runtime import Reference
from stackproof.model.values import Absent, MapEntry, Mapping, Scalar, Unknown, Value

# Names of the first two parameters, which are no arguments of the resource. `id` is an argument in Python.
_POSITIONAL = frozenset({"scope", "id_"})
_MANY = ("count", "for_each")
# Methods of a resource that change nothing about it that rules look at.
_NEUTRAL = frozenset(
    """tostring importfrom movefromid moveto movetoid addmovetarget overridelogicalid resetoverridelogicalid
    generateconfigforimport synthesizeattributes synthesizehclattributes toterraform tohclterraform tometadata
    hasresourcemove getstringattribute getnumberattribute getbooleanattribute getlistattribute getanymapattribute
    getstringmapattribute interpolationforattribute""".split()  # noqa: SIM905
)
# Parts of the core library behind which resources may be made or changed out of sight.
_OPAQUE = frozenset({"TerraformHclModule", "TerraformModule"})


class CdktfReader(Reader):
    """One recognition of one CDKTF program."""

    framework = "cdktf"

    def __init__(
        self, evaluation: Evaluation, vocabulary: Vocabulary, terraform: TerraformText | None
    ) -> None:
        super().__init__(evaluation, vocabulary)
        self._terraform = terraform
        self._overrides: dict[int, Overrides] = {}
        # What may change every resource.
        self._everywhere: list[Gap] = []

    def read(self) -> Recognition:
        outcome = super().read()
        for resource in outcome.resources:
            resource.escapes.extend(self._everywhere)
            resource.stack = stack_of(resource.construction, self.vocabulary)
        return outcome

    def text(self, value: Scalar) -> Value:
        if self._terraform is None or not isinstance(value.data, str) or "${" not in value.data:
            return value
        return escapes.read(value, self._terraform, self.resources.values())

    def _member(self, call: Construction) -> Member | None:
        return None if call.callee is None else member(call.callee, self.vocabulary)

    def resource_type(self, call: Construction) -> tuple[str, bool] | None:
        found = self._member(call)
        if found is None or found.rest:
            return None
        if found.role in ("resource", "provider"):
            return found.kind, False
        if found.role == "data":
            return found.kind, True
        if found.role == "core" and found.name.endswith("Backend"):
            return f"backend.{snake(found.name.removesuffix('Backend'))}", False
        return None

    def logical_name(self, call: Construction) -> str | None:
        return readable_name(call.arguments.at(1, "id_")) or variable_name(call)

    def properties(self, resource: Resource) -> Mapping:
        call = resource.construction
        shape = (
            GUESSED
            if resource.type.startswith(("provider.", "backend."))
            else self.vocabulary.shape(resource.type)
        )
        # Backends have no id: their configuration follows the scope.
        position = 1 if resource.type.startswith("backend.") else 2
        entries = {k: e for k, e in call.arguments.keywords.items() if k not in _POSITIONAL}
        config = call.arguments.at(position)
        if config is None and "config" in entries and not self.vocabulary.takes(resource.type, "config"):
            config = entries.pop("config").value
        entries.update(call.writes)
        folded = self.folder.entries(
            entries, shape, call.arguments.open, call.arguments.origin or call.origin
        )
        if config is not None:
            merge(folded, self.folder.fold(config, shape))
        return self._without_meta(resource, folded)

    def _without_meta(self, resource: Resource, folded: Mapping) -> Mapping:
        waits = folded.entries.pop("depends_on", None)
        if waits is not None:
            resource.depends_on.extend(elements(waits.value))
        if folded.entries.pop("provider", None) is not None:
            resource.elsewhere = True
        if any(not isinstance(folded.get(name), Absent) for name in _MANY if name in folded.entries):
            resource.many = True
        return folded

    def apply(self, resource: Resource, call: Construction) -> None:
        method = canonical(call.method or "")
        path = call.receiver.path if isinstance(call.receiver, Reference) else ()
        if path == ("node",) and method == "adddependency":
            resource.depends_on.extend(self.folder.fold(v) for v in call.arguments.positional)
        if path:
            return
        if method == "addoverride":
            self._override(resource, call)
        elif method.startswith("put"):
            self._put(resource, call)
        elif method.startswith("reset") and method not in _NEUTRAL:
            self._reset(resource, call)

    def _override(self, resource: Resource, call: Construction) -> None:
        path, value = call.arguments.at(0, "path"), call.arguments.at(1, "value")
        folded = None if value is None else self.folder.fold(value)
        known = self._overrides.setdefault(resource.construction.number, Overrides())
        add = known.doubt if _is_doubtful(call, resource) else known.add
        add(path, folded, call.origin)

    def _put(self, resource: Resource, call: Construction) -> None:
        shape = self.vocabulary.shape(resource.type)
        name, inner = shape.entry(snake(call.method or "").removeprefix("put_"))
        argument = call.arguments.at(0, "value")
        folded = (
            self.folder.keywords(call.arguments, inner)
            if argument is None
            else self.folder.fold(argument, inner)
        )
        if _is_doubtful(call, resource):
            folded = Unknown("put in some cases", (folded,), origin=call.origin)
        resource.properties.entries[name] = MapEntry(folded, origin=call.origin)

    def _reset(self, resource: Resource, call: Construction) -> None:
        name = self.vocabulary.shape(resource.type).entry(snake(call.method or "").removeprefix("reset_"))[0]
        old = resource.properties.entries.pop(name, None)
        if old is not None and _is_doubtful(call, resource):
            unclear = Unknown("reset in some cases", (old.value,), origin=call.origin)
            resource.properties.entries[name] = MapEntry(unclear, old.key_origin, old.origin)

    def settle(self, resource: Resource) -> None:
        made = self._overrides.get(resource.construction.number)
        if made is None:
            return
        made.apply(resource.properties)
        resource.many = resource.many or any(name in made.tree for name in _MANY)

    def understands(self, call: Construction) -> bool:
        found = self._member(call)
        if found is not None:
            return found.name not in _OPAQUE
        if not isinstance(call.receiver, Reference) or call.method is None:
            return False
        target = call.receiver.construction
        resource = self.resources.get(target.number)
        if resource is None and self._is_aspects(target):
            return self._aspect(call)
        if resource is None:
            # Stacks, iterators, variables: what is done to them adds nothing to resources.
            return self.understands(target)
        return self._understands_method(resource, call.receiver.path, call)

    def _is_aspects(self, target: Construction) -> bool:
        found = self._member(target)
        return found is not None and found.role == "core" and found.name == "Aspects"

    def _aspect(self, call: Construction) -> bool:
        """Aspects that the evaluator found harmless do not come this far; others may change every resource."""
        if canonical(call.method or "") == "add":
            gap = Gap("aspect", "an aspect may change every resource", call.origin)
            self.outcome.gaps.append(gap)
            self._everywhere.append(gap)
        return True

    def _understands_method(self, resource: Resource, path: tuple[str, ...], call: Construction) -> bool:
        method = canonical(call.method or "")
        if path[:1] == ("node",):
            return True
        if uses.of_call(call, resource, self.vocabulary) is not None or method == "get":
            return True
        if path:
            # `queue.arn.split(":")`: computing with an attribute.
            return not method.startswith(("put", "reset"))
        return method in _NEUTRAL or method == "addoverride" or method.startswith(("put", "reset"))

    def struct(self, construction: Construction) -> bool:
        found = self._member(construction)
        if found is None or found.rest:
            return False
        if found.role == "struct":
            return True
        return found.role == "core" and found.name.endswith(
            ("Lifecycle", "Config", "Condition", "Count", "Provisioner")
        )

    def attribute(self, resource: Resource, path: tuple[str, ...]) -> str:
        return self.vocabulary.attribute(resource.type, path)

    def result(self, reference: Reference) -> Value | None:
        found = self._member(reference.construction)
        if found is None or found.role != "core":
            return None
        if found.name == "TerraformLocal" and reference.path:
            given = reference.construction.arguments.at(2, "expression")
            return None if given is None else self.folder.fold(given)
        if found.name == "TerraformAsset" and reference.path[:1] == ("path",):
            passed = reference.construction.arguments
            given = passed.keywords["path"].value if "path" in passed.keywords else passed.at(2, "config")
            mentions = () if given is None else (self.folder.fold(given),)
            return Unknown("an asset", mentions, origin=reference.origin)
        if found.name == "TerraformVariable":
            return Unknown("a variable of the stack", outside=True, origin=reference.origin)
        return None

    def judge_operation(self, operation: Operation, resource: Resource) -> Use | None:
        return uses.of_operation(operation, resource, self.vocabulary)

    def judge_call(self, call: Construction, resource: Resource) -> Use | None:
        return uses.of_call(call, resource, self.vocabulary)


def _is_doubtful(call: Construction, resource: Resource) -> bool:
    """Whether a call on a resource may not happen although the resource is made."""
    return call.conditional and not resource.conditional
