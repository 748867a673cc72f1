"""The state of one recognition: what every construction stands for, worked out when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as ReadOnlyMap

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.connections import Connections, unsettle_mentioned
from stackproof.frameworks.cdk.flags import Flags
from stackproof.frameworks.cdk.index import Index
from stackproof.frameworks.cdk.names import SNAKE, locate, snake
from stackproof.frameworks.cdk.scopes import NodeThing, StackThing, Tree
from stackproof.frameworks.cdk.symbols import symbol_value
from stackproof.frameworks.cdk.thing import Made, Meant, Node, Opaque, Thing, Things, harmless
from stackproof.frameworks.common.harmless import is_harmless
from stackproof.frameworks.recognition import Folder, Shape, readable_name, variable_name
from stackproof.model.construction import Construction, Evaluation, Gap
from stackproof.model.graph import Resource
from stackproof.model.ports import Recognition
from stackproof.model.runtime import Instance, Reference, Symbol
from stackproof.model.surroundings import NO_SURROUNDINGS, Surroundings
from stackproof.model.values import (
    Absent,
    Choice,
    MapEntry,
    Mapping,
    Origin,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)

# These may create and change anything, from templates or by calls of the cloud's interfaces.
_UNSAFE_MODULES = frozenset({"cloudformation-include", "custom-resources", "triggers"})
# These make something else of all constructs that they are given.
_ADAPTERS = frozenset({"@cdktf/aws-cdk", "@cdktn/aws-cdk", "@pulumi/cdk", "pulumi_cdk"})
_UNSAFE = frozenset({"core.CustomResource", "core.CustomResourceProvider", "core.CfnInclude"})


class World:
    """Recognises the constructions of one evaluation. Implements `Meaning` for the folder."""

    def __init__(
        self,
        evaluation: Evaluation,
        recipes: ReadOnlyMap[str, Recipe],
        l1: Recipe,
        surroundings: Surroundings = NO_SURROUNDINGS,
    ) -> None:
        self.evaluation = evaluation
        self.surroundings = surroundings
        self.index = Index(evaluation.constructions)
        self.recognition = Recognition()
        self.folder = Folder(self)
        self._recipes = recipes
        self._l1 = l1
        self._nodes: dict[int, Node | None] = {}
        self._busy: set[int] = set()
        self._current: list[Construction] = []
        self._region: dict[str, Resource] = {}
        # What L1 resources hold that is a resource of its own in Terraform, by owner, type and name.
        self.parts: dict[tuple[int, str, str], Resource] = {}
        # What may change every resource (of some types).
        self._everywhere: list[tuple[Gap, frozenset[str] | None]] = []
        # What several constructs of a stack share, by a key of whoever makes it.
        self.shared: dict[tuple[object, ...], Thing] = {}
        self._late: list[tuple[Construction, Callable[[], None]]] = []
        self.flag = Flags(evaluation, surroundings.context)

    # --- what things stand for ---

    def run(self) -> Recognition:
        """Recognise everything, in the order of the program."""
        for construction in self.evaluation.constructions:
            self.of(construction)
        self._finish()
        self._writes()
        self._iterations()
        for resource in self.recognition.resources:
            resource.escapes.extend(g for g, types in self._everywhere if not types or resource.type in types)
        return self.recognition

    def later(self, act: Callable[[], None]) -> None:
        """Do something when all of the program is recognised, in the name of the construction at hand."""
        self._late.append((self.current, act))

    def _finish(self) -> None:
        for construction, act in self._late:
            self._current.append(construction)
            try:
                act()
            except Exception as error:  # As above: a mistake costs that construct only.
                self.gap("recipe-failed", f"{type(error).__name__}: {error}", construction.origin)
            finally:
                self._current.pop()

    def _writes(self) -> None:
        """Attributes assigned after creation: arguments of L1 resources, and of those inside L2 constructs."""
        for construction in self.evaluation.constructions:
            for path, entry in construction.writes.items():
                node = self._nodes.get(construction.number)
                for step in path.split(".")[:-1]:
                    node = self.attribute(node, snake(step)) if isinstance(node, Thing) else None
                if isinstance(node, Thing):
                    node.assign(self, snake(path.split(".")[-1]), entry)

    def _iterations(self) -> None:
        """Loops which the evaluator could not follow may do anything to what they go through."""
        for operation in self.evaluation.operations:
            unclear = operation.kind == "iterate" or not all(
                isinstance(a, Scalar) for a in operation.arguments
            )
            if not unclear:
                continue
            node = self.node(Reference(operation.target.construction))
            part = self.node(operation.target)
            if isinstance(part, Tree):
                part.reach(operation.origin)
            elif isinstance(node, Thing) and isinstance(part, Things | Unknown):
                self.open(node, "loop", "a loop over a part of it was not followed", operation.origin)

    def of(self, construction: Construction) -> Node | None:
        """What a construction stands for; None when it is not understood."""
        number = construction.number
        if number in self._nodes:
            return self._nodes[number]
        if number in self._busy:
            return None
        self._busy.add(number)
        self._current.append(construction)
        try:
            node = self._make(construction)
        except RecursionError:
            node = None
        except Exception as error:  # A recipe's mistake costs that construct only.
            self.gap("recipe-failed", f"{type(error).__name__}: {error}", construction.origin)
            node = None
        finally:
            self._current.pop()
            self._busy.discard(number)
        self._nodes[number] = node
        if node is not None:
            self.recognition.understood.add(number)
        return node

    def _make(self, construction: Construction) -> Node | None:
        if construction.callee is not None:
            located = locate(construction.callee)
            if located is None:
                if construction.callee.module in _ADAPTERS:
                    detail = "constructs are translated for another tool by an adapter"
                    self.open_everything("adapter", detail, construction.origin)
                # What `require` gives is a library of its own.
                harmless_call = is_harmless(construction) and construction.callee.names != ("require",)
                return Opaque(self.folder.mentions(construction)) if harmless_call else None
            return self._library(Call(self, construction, located))
        if construction.receiver is None or construction.method is None:
            return None
        return self._method(construction, construction.receiver, snake(construction.method))

    def _library(self, call: Call) -> Node | None:
        located = call.located
        assert located is not None
        recipe = self._recipes.get(located.key)
        if recipe is not None:
            return recipe(call)
        name = located.names[-1] if located.names else ""
        if (name.startswith("Cfn") and located.module != "core") or located.key == "core.CfnResource":
            return self._l1(call)
        if located.module in _UNSAFE_MODULES or located.key in _UNSAFE:
            return None
        mentions = self.folder.mentions(call.construction)
        if not self.struct(call.construction):
            # What it does with the security groups given to it is not followed.
            unsettle_mentioned(mentions)
        return Opaque(mentions, f"'{located.key}' holds nothing of interest")

    def _method(self, construction: Construction, receiver: Value, method: str) -> Node | None:
        target = self.node(receiver)
        if target is None:
            return None
        if isinstance(target, Value) and method == "to_string":
            return target
        if isinstance(target, Value):
            # Methods of strings and numbers change nothing.
            return Opaque((target,), "made from a known value")
        call = Call(self, construction, None, named_at=1)
        outcome = self._metric(target, method, call) or target.call(method, call)
        if isinstance(target, Opaque) or outcome is None:
            unsettle_mentioned(self.folder.mentions(construction))
        if outcome is not None:
            return outcome
        if harmless(method) or not getattr(target, "fragile", False):
            return Opaque((target.value(), *self.folder.mentions(construction)))
        return None

    def _metric(self, target: Thing, method: str, call: Call) -> Thing | None:
        """The metric that constructs of a kind have under a name."""
        if not (method.startswith("metric") and isinstance(target, Made)):
            return None
        from stackproof.frameworks.cdk.watching.metrics import canned

        return canned(self, target, method, call)

    def node(self, value: Value) -> Node | None:
        """The thing (or plain value) behind an evaluated value."""
        if isinstance(value, Instance):
            return None if value.construction is None else self.of(value.construction)
        if isinstance(value, Reference):
            node = self.of(value.construction)
            for step in value.path:
                node = self.attribute(node, snake(step)) if isinstance(node, Thing) else _inside(node, step)
            return node
        if isinstance(value, Meant):
            return value.thing
        if isinstance(value, Symbol | Choice | Unknown | Sequence | Mapping):
            return None
        return value

    def attribute(self, thing: Thing, name: str) -> Node | None:
        """An attribute of a thing, those which all constructs share included."""
        if name == "node":
            return NodeThing(self, thing)
        if name == "stack":
            return StackThing(self, None)
        if name == "metrics" and isinstance(thing, Made) and name not in thing.attributes:
            from stackproof.frameworks.cdk.watching.metrics import Beside

            return Beside(self, thing)
        found = thing.attribute(name)
        if name == "connections" and not isinstance(found, Connections):
            # A construct whose groups are not followed: its connections change those of others.
            return Connections(self, open=True)
        return found

    def elements(self, value: Value) -> list[Value] | None:
        """The evaluated elements of a list; None when they are not all known."""
        if isinstance(value, Sequence):
            return None if value.open else value.elements
        return None

    def things(self, value: Value) -> list[Thing] | None:
        """The things in a list, or a list-like thing; None when one of them is not known."""
        node = self.node(value)
        if isinstance(node, Things):
            return None if node.open else node.items
        elements = self.elements(value)
        if elements is None:
            return None
        found = [self.node(e) for e in elements]
        known = [n for n in found if isinstance(n, Thing)]
        return known if len(known) == len(found) else None

    # --- values ---

    def fold(self, value: Value, shape: Shape = SNAKE) -> Value:
        """The graph value of an evaluated value."""
        if isinstance(value, Meant):
            return value.thing.value()
        return self.folder.fold(value, shape)

    def reference(self, reference: Reference) -> Value | None:
        """The graph value behind a construction or an attribute of it."""
        node = self.node(reference)
        if node is None:
            return None
        value = node.value() if isinstance(node, Thing) else node
        return seen_at(value, reference.origin)

    def symbol(self, symbol: Symbol) -> Value | None:
        """The graph value of a static of the library."""
        located = locate(symbol)
        if located is None:
            return None
        if located.module == "core" and located.names[:1] == ("Aws",):
            return self.pseudo(located.names[-1].lower())
        if located.key in ("core.Stack.region", "core.Stack.account", "core.Stack.partition"):
            return self.pseudo(located.names[-1])
        return symbol_value(located, symbol.origin)

    def text(self, value: Scalar) -> Value:
        """CloudFormation's own syntax inside strings (``${AWS::Region}``) is left as it is."""
        return value

    def struct(self, construction: Construction) -> bool:
        """Whether a Python call makes a typed bag of keyword arguments."""
        if construction.callee is None or construction.site.language != "python":
            return False
        passed = construction.arguments
        if passed.positional or "scope" in passed.keywords or construction.user_class is not None:
            return False
        located = locate(construction.callee)
        return (
            located is not None
            and bool(located.names)
            and located.names[-1][:1].isupper()
            and located.key not in self._recipes
        )

    def pseudo(self, name: str) -> Value:
        """The region, account or partition of deployment, which other dialects read from a data source."""
        kinds = {
            "region": ("data.aws_region", "region"),
            "account_id": ("data.aws_caller_identity", "account_id"),
            "account": ("data.aws_caller_identity", "account_id"),
            "partition": ("data.aws_partition", "partition"),
            "url_suffix": ("data.aws_partition", "dns_suffix"),
        }
        if name not in kinds or not self._current:
            return Unknown(f"'{name}' of the deployment", outside=True)
        kind, attribute = kinds[name]
        if kind not in self._region:
            resource = self.add(kind, attribute, implied=True)
            resource.external = True
            self._region[kind] = resource
        return ResourceReference(self._region[kind], attribute)

    def arn(self, *parts: str | Value) -> Value:
        """``arn:<partition>:`` and what follows."""
        return Template(("arn:", self.pseudo("partition"), *parts))

    # --- resources ---

    @property
    def current(self) -> Construction:
        """The construction that is being recognised."""
        return self._current[-1]

    def add(
        self,
        kind: str,
        name: str,
        properties: ReadOnlyMap[str, Value | None] | None = None,
        *,
        implied: bool = True,
        role: str = "",
        construction: Construction | None = None,
        origin: Origin | None = None,
    ) -> Resource:
        """A new resource of the construction at hand; what is certainly absent is not set."""
        made_by = construction or self._current[-1]
        entries = {
            k: MapEntry(v)
            for k, v in (properties or {}).items()
            if v is not None and not (isinstance(v, Absent) and v.closed and v.origin is None)
        }
        resource = Resource(
            type=kind,
            name=name,
            properties=Mapping(entries, origin=made_by.arguments.origin),
            origin=origin or made_by.origin,
            construction=made_by,
            framework="cdk",
            implied=implied,
            conditional=made_by.conditional,
            many=made_by.many,
            role=role,
        )
        resource.escapes.extend(made_by.escapes)
        self.recognition.resources.append(resource)
        return resource

    def external(
        self, kind: str, call: Call, properties: ReadOnlyMap[str, Value | None] | None = None
    ) -> Resource:
        """A resource that exists outside the program."""
        resource = self.add(kind, self.name(call), properties, implied=False)
        resource.external = True
        return resource

    def name(self, call: Call, at: int = 1, fallback: str = "") -> str:
        """How people call a construct: by its id, else by its variable, else by its class."""
        return (
            readable_name(call.argument(at, "id"))
            or variable_name(call.construction)
            or fallback
            or (call.located.names[0] if call.located and call.located.names else "")
        )

    def gap(self, kind: str, detail: str, origin: Origin | None = None) -> Gap:
        """Note what was recognised but not followed."""
        gap = Gap(kind, detail, origin)
        self.recognition.gaps.append(gap)
        return gap

    def open_everything(
        self, kind: str, detail: str, origin: Origin | None = None, types: frozenset[str] | None = None
    ) -> None:
        """More may be done to every resource (of some types) than is seen."""
        self._everywhere.append((self.gap(kind, detail, origin), types))

    def open(self, thing: Thing, kind: str, detail: str, origin: Origin | None = None) -> None:
        """More may be done to a thing than is seen."""
        gap = self.gap(kind, detail, origin)
        for resource in thing.owned():
            resource.escapes.append(gap)


def _inside(node: Value | None, step: str) -> Node | None:
    """A part of a plain value."""
    if isinstance(node, Sequence) and step[1:-1].isdigit():
        found = node.get(int(step[1:-1]))
        return None if isinstance(found, Absent) else found
    return None if node is None else Opaque((node,), "a part of a known value")


def seen_at(value: Value, origin: Origin | None) -> Value:
    """A reference as read at a place of the program; other values as they are."""
    if isinstance(value, ResourceReference):
        return ResourceReference(value.resource, value.attribute, origin=origin, certainty=value.certainty)
    if isinstance(value, Sequence):
        return Sequence(value.elements, open=value.open, origin=origin or value.origin)
    if isinstance(value, Scalar) and origin is not None:
        return Scalar(value.data, origin=origin)
    if isinstance(value, Template):
        return Template(value.parts, origin=origin or value.origin)
    return value
