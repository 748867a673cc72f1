"""Makes resources of constructions; what differs between frameworks is left to them."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable

from stackproof.frameworks.common import jsontext, policy
from stackproof.frameworks.common.harmless import is_harmless
from stackproof.frameworks.recognition import Folder
from stackproof.frameworks.vocabulary.defaults import DEFAULTS
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.construction import Construction, Evaluation, Gap, Operation
from stackproof.model.graph import Resource, Use
from stackproof.model.ports import Recognition
from stackproof.model.runtime import Instance, Reference, Symbol
from stackproof.model.values import (
    Absent,
    Certainty,
    MapEntry,
    Mapping,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
)

_log = logging.getLogger(__name__)
_POLICY = "data.aws_iam_policy_document"


class Reader(ABC):
    """One recognition of one evaluation. Subclasses say what a construction is, this class keeps the books.

    All resources exist, without properties, before any value is folded, so that references may go forth and back.
    """

    framework = ""

    def __init__(self, evaluation: Evaluation, vocabulary: Vocabulary) -> None:
        self.evaluation = evaluation
        self.vocabulary = vocabulary
        self.folder = Folder(self)
        self.outcome = Recognition()
        self.resources: dict[int, Resource] = {}
        self._filled: set[int] = set()
        self._methods: dict[int, list[Construction]] = {}

    def read(self) -> Recognition:
        """Resources, uses and understood constructions; a construction that cannot be read becomes a gap."""
        everything = _with_calls(self.evaluation.constructions)
        for call in everything:
            target = _construction_of(call.receiver)
            if target is not None:
                self._methods.setdefault(target.number, []).append(call)
        for call in everything:
            try:
                self._enter(call)
            except Exception:
                self._failed(call)
        for number in list(self.resources):
            self.fill(number)
        for call in everything:
            try:
                if self.understands(call) or is_harmless(call):
                    self.outcome.understood.add(call.number)
            except Exception:
                self._failed(call)
        self._find_uses(everything)
        self.outcome.resources = list(self.resources.values())
        return self.outcome

    def _failed(self, call: Construction) -> None:
        _log.exception("could not read a construction of %s", self.framework)
        self.outcome.gaps.append(Gap("crash", f"could not read {call.callee}", call.origin))

    def _enter(self, call: Construction) -> None:
        made = self.resource_type(call)
        if made is None:
            return
        kind, external = made
        self.resources[call.number] = Resource(
            type=kind,
            name=self.logical_name(call) or kind,
            properties=Mapping({}, open=True, origin=call.origin),
            origin=call.callee_origin,
            construction=call,
            framework=self.framework,
            external=external,
            conditional=call.conditional,
            many=call.many,
            escapes=list(call.escapes),
        )

    def _find_uses(self, calls: Iterable[Construction]) -> None:
        found: list[Use | None] = []
        for operation in self.evaluation.operations:
            resource = self.resources.get(operation.target.construction.number)
            if resource is not None:
                found.append(self.judge_operation(operation, resource))
        for call in calls:
            if isinstance(call.receiver, Reference):
                resource = self.resources.get(call.receiver.construction.number)
                if resource is not None:
                    found.append(self.judge_call(call, resource))
        self.outcome.uses.extend(use for use in found if use is not None)

    def fill(self, number: int) -> None:
        """Read the resource's arguments, once; asked for from inside itself, it keeps what it has so far."""
        if number in self._filled:
            return
        self._filled.add(number)
        resource = self.resources[number]
        try:
            resource.properties = self.properties(resource)
            for call in self._methods.get(number, ()):
                self.apply(resource, call)
            self.settle(resource)
            _read_documents(resource.properties)
            _add_defaults(resource)
        except Exception:
            self._failed(resource.construction)
            resource.properties.open = True

    def text(self, value: Scalar) -> Value:
        """Most frameworks' strings are only strings."""
        return value

    # --- what a framework says ---

    @abstractmethod
    def resource_type(self, call: Construction) -> tuple[str, bool] | None:
        """The Terraform type that a construction makes, and whether it only looks something up."""

    @abstractmethod
    def logical_name(self, call: Construction) -> str | None:
        """How people call it."""

    @abstractmethod
    def properties(self, resource: Resource) -> Mapping:
        """The folded arguments under Terraform's names."""

    @abstractmethod
    def apply(self, resource: Resource, call: Construction) -> None:
        """The effect of a method call on a resource."""

    @abstractmethod
    def settle(self, resource: Resource) -> None:
        """What remains to be done when all method calls were applied."""

    @abstractmethod
    def understands(self, call: Construction) -> bool:
        """Whether everything is known that a construction does."""

    @abstractmethod
    def judge_operation(self, operation: Operation, resource: Resource) -> Use | None:
        """A wrong use of an attribute by an operation; None when nothing is wrong."""

    @abstractmethod
    def judge_call(self, call: Construction, resource: Resource) -> Use | None:
        """A wrong use by a method call on the resource or on one of its attributes; None when nothing is wrong."""

    @abstractmethod
    def attribute(self, resource: Resource, path: tuple[str, ...]) -> str:
        """Terraform's name for an attribute path."""

    @abstractmethod
    def struct(self, construction: Construction) -> bool:
        """Whether the construction is only a typed bag of keyword arguments."""

    def symbol(self, symbol: Symbol) -> Value | None:
        """The value of a library's static; none are known by default."""
        return None

    def result(self, reference: Reference) -> Value | None:
        """The value of a construction that is no resource, or of its attribute."""
        return None

    def reference(self, reference: Reference) -> Value | None:
        """A resource (or an attribute of one) as a graph value."""
        resource = self.resources.get(reference.construction.number)
        if resource is None:
            return self.result(reference)
        attribute = self.attribute(resource, reference.path)
        if resource.type == _POLICY and attribute in ("json", "minified_json"):
            self.fill(reference.construction.number)
            made = policy.document(resource.properties, resource.origin)
            made.origin = reference.origin or made.origin
            return made
        return ResourceReference(resource, attribute, origin=reference.origin)


def _with_calls(constructions: list[Construction]) -> list[Construction]:
    """All constructions with the method calls recorded on them, each once, in the order they were made."""
    found = {c.number: c for c in constructions}
    for construction in constructions:
        for call in construction.calls:
            found.setdefault(call.number, call)
    return sorted(found.values(), key=lambda c: c.number)


def _construction_of(value: Value | None) -> Construction | None:
    match value:
        case Reference():
            return value.construction
        case Instance():
            return value.construction
    return None


def _read_documents(properties: Mapping) -> None:
    """Documents mean the same whether a program makes them or writes them as texts."""
    for name in jsontext.ARGUMENTS & properties.entries.keys():
        entry = properties.entries[name]
        value = jsontext.read(entry.value)
        if value is not entry.value:
            properties.entries[name] = MapEntry(value, entry.key_origin, entry.origin)


def _add_defaults(resource: Resource) -> None:
    """Write down what a missing argument means, where everything that is given is known."""
    if resource.properties.open or resource.external:
        return
    for name, data in DEFAULTS.get(resource.type, {}).items():
        given = resource.properties.get(name)
        if isinstance(given, Absent) or given.is_(None):
            value = Scalar(data, origin=resource.origin, certainty=Certainty.DEFAULT)
            resource.properties.entries[name] = MapEntry(value)


def merge(into: Mapping, config: Value) -> None:
    """Add the entries of a folded argument object to those given beside it."""
    if isinstance(config, Mapping):
        into.entries = {**config.entries, **into.entries}
        into.open = into.open or config.open
        into.origin = config.origin or into.origin
    elif not config.is_absent():
        # Whatever it is, resources mentioned in it are mentioned by this one.
        into.open = True
        rest = Unknown("arguments that are not known", (config,), origin=config.origin)
        into.entries.setdefault("", MapEntry(rest))


def elements(value: Value) -> list[Value]:
    """The elements of a list; what may hold more of them is kept as one unknown."""
    if not isinstance(value, Sequence):
        return [] if value.is_absent() else [value]
    more = [Unknown("more that are not listed", origin=value.origin)] if value.open else []
    return [*value.elements, *more]
