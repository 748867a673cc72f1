"""What the evaluator must know of the CDK while a program runs."""

from __future__ import annotations

from collections.abc import Mapping

from stackproof.frameworks.cdk import context, l1
from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.around import STACKS, construct, environment, stack_of
from stackproof.frameworks.cdk.layout import layout, select
from stackproof.frameworks.cdk.names import locate, snake
from stackproof.frameworks.cdk.world import World
from stackproof.model.construction import Construction, Evaluation
from stackproof.model.runtime import Invoke, Reference
from stackproof.model.surroundings import Surroundings
from stackproof.model.values import Sequence, Value

_SUBNET_LISTS = frozenset({"public_subnets", "private_subnets", "isolated_subnets"})
# Arguments which say of themselves where they stand or what they hold.
_PLACES = frozenset({"stack", "region", "account"})


class CdkLibrary:
    """`Library` for the tree of constructs (stacks, their environment, context) and the lists of a VPC's subnets."""

    def __init__(self, recipes: Mapping[str, Recipe], surroundings: Surroundings) -> None:
        self._recipes = recipes
        self._surroundings = surroundings

    def call(self, call: Construction, invoke: Invoke) -> Value | None:
        """The value of a call; most are recognised afterwards."""
        if call.callee is not None:
            return self._static(call)
        if call.method is not None and snake(call.method) in context.READING:
            return context.answer(call, self._surroundings.context)
        return None

    def _static(self, call: Construction) -> Value | None:
        if call.callee is None or call.callee.names[-1:] not in (("of",),):
            return None
        located = locate(call.callee)
        given = call.arguments.at(0, "construct")
        if located is None or located.key != "core.Stack.of" or given is None:
            return None
        return stack_of(given)

    def attribute(self, target: Value, name: str) -> Value | None:
        """The value of an attribute where the program goes on to compute with it."""
        # Asked for every attribute of a program: most have nothing to do with this.
        if not isinstance(target, Reference) or target.path:
            return None
        if name in _PLACES:
            return self._place(target, name)
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
        return environment(target, name) if located is not None and located.key in STACKS else None

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
        return World(Evaluation(""), self._recipes, l1.recipe)


def _elements(target: Reference, name: str, count: int, *, open: bool) -> Value:
    elements: list[Value] = [
        Reference(target.construction, (name, f"[{i}]"), origin=target.origin) for i in range(count)
    ]
    return Sequence(elements, open=open)
