"""What the evaluator must know of the CDK while a program runs."""

from __future__ import annotations

from collections.abc import Mapping

from stackproof.frameworks.cdk import aspects, computing, context, l1, paths
from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.around import STACKS, construct, environment, is_agnostic, stack_of, zones
from stackproof.frameworks.cdk.layout import layout, select
from stackproof.frameworks.cdk.lists import static_list
from stackproof.frameworks.cdk.names import locate, snake
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.common.aspects import Trial
from stackproof.model.construction import Construction, Evaluation
from stackproof.model.runtime import Invoke, Reference, Symbol
from stackproof.model.surroundings import Surroundings
from stackproof.model.values import Scalar, Sequence, Value

_SUBNET_LISTS = frozenset({"public_subnets", "private_subnets", "isolated_subnets"})
# Arguments which say of themselves where they stand or what they hold.
_PLACES = frozenset({"stack", "region", "account", "stackName", "stack_name"})


class CdkLibrary:
    """`Library` for the tree of constructs (stacks, their environment, context) and the lists of a VPC's subnets."""

    def __init__(self, recipes: Mapping[str, Recipe], surroundings: Surroundings) -> None:
        self._recipes = recipes
        self._surroundings = surroundings
        self._trial = Trial(aspects.may_see)

    def call(self, call: Construction, invoke: Invoke) -> Value | None:
        """The value of a call; most are recognised afterwards."""
        self._trial.see(call)
        if call.callee is not None:
            return self._static(call, invoke)
        # Asked for every method call of a program.
        method = call.method or ""
        if method == "add" and aspects.is_addition(call):
            # An aspect that does no harm need not be remembered.
            harmless = self._trial.is_harmless(call.arguments.positional[0], call, invoke)
            return Scalar(None, origin=call.origin) if harmless else None
        if method in ("getResource", "get_resource"):
            return paths.existing(call)
        if method in context.READING:
            return context.answer(call, self._surroundings.context)
        return computing.converted(call) if method.startswith("to") else None

    def _static(self, call: Construction, invoke: Invoke) -> Value | None:
        if call.callee is None or not call.callee.names or not call.callee.names[-1][:1].islower():
            return None
        located = locate(call.callee)
        if located is None or located.module != "core" or len(located.names) < 2:
            return None
        given = call.arguments.at(0, "construct")
        if located.key == "core.Stack.of":
            return None if given is None else stack_of(given)
        return computing.static(call, located, invoke)

    def attribute(self, target: Value, name: str) -> Value | None:
        """The value of an attribute where the program goes on to compute with it."""
        # Asked for every attribute of a program: most have nothing to do with this.
        if isinstance(target, Symbol):
            return static_list(target, name)
        if not isinstance(target, Reference):
            return None
        if target.path:
            return computing.of_node(target, name) if target.path == ("node",) else None
        if name in _PLACES:
            return self._place(target, name)
        if name in ("availabilityZones", "availability_zones"):
            return self._zones(target, name)
        if "ubnet" not in name:
            return None
        wanted = snake(name)
        if wanted in _SUBNET_LISTS:
            return self._subnets(target, name, wanted)
        if wanted in ("subnets", "subnet_ids"):
            return self._selected(target, name)
        return None

    def _place(self, target: Reference, name: str) -> Value | None:
        """The stack around a construct, and the literal region and account of a stack."""
        if name == "stack":
            return stack_of(target)
        made = construct(target)
        located = None if made is None or made.callee is None else locate(made.callee)
        if located is None or located.key not in STACKS:
            return None
        return environment(target, name) if name in ("region", "account") else computing.stack_name(target)

    def _zones(self, target: Reference, name: str) -> Value | None:
        """The zones of a stack: as the project remembers them, or the two that a stack without environment has."""
        made = construct(target)
        located = None if made is None or made.callee is None else locate(made.callee)
        if located is None or located.key not in STACKS:
            return None
        known = zones(target, self._surroundings.context)
        if known is not None:
            return Sequence([Scalar(z, origin=target.origin) for z in known], origin=target.origin)
        return _elements(target, name, 2, open=False) if is_agnostic(target) else None

    def _subnets(self, target: Reference, name: str, wanted: str) -> Value | None:
        made = target.construction
        if made.callee is None or (located := locate(made.callee)) is None or located.key != "aws-ec2.Vpc":
            return None
        plan = layout(made, Call(self._scratch(), made, located).props())
        indexes = plan.attribute(wanted) if plan is not None else None
        if plan is None or indexes is None:
            return None
        return _elements(target, name, len(indexes), open=not plan.counted)

    def _selected(self, target: Reference, name: str) -> Value | None:
        made = target.construction
        receiver = made.receiver
        if (
            made.method is None
            or snake(made.method) != "select_subnets"
            or not isinstance(receiver, Reference)
        ):
            return None
        vpc_call = receiver.construction
        if receiver.path or vpc_call.callee is None:
            return None
        located = locate(vpc_call.callee)
        if located is None or located.key != "aws-ec2.Vpc":
            return None
        world = self._scratch()
        plan = layout(vpc_call, Call(world, vpc_call, located).props())
        indexes = select(plan, Call(world, made, None).props(0)) if plan is not None else None
        if plan is None or indexes is None:
            return None
        return _elements(target, name, len(indexes), open=not plan.counted)

    def _scratch(self) -> World:
        return World(Evaluation(""), self._recipes, l1.recipe, self._surroundings)


def _elements(target: Reference, name: str, count: int, *, open: bool) -> Value:
    elements: list[Value] = [
        Reference(target.construction, (name, f"[{i}]"), origin=target.origin) for i in range(count)
    ]
    return Sequence(elements, open=open)
