"""Notes which attributes of libraries and of their objects a program reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from stackproof.evaluation import classes
from stackproof.evaluation.frame import Frame
from stackproof.model.construction import Mention
from stackproof.model.program import Member
from stackproof.model.runtime import Instance, Reference, Symbol
from stackproof.model.values import Value

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine

How = Literal["read", "call", "write"]


def note(machine: Machine, target: Value, node: Member, frame: Frame, how: How = "read") -> None:
    """``target.name`` is read, called or assigned. What belongs to the program or its language is passed over."""
    if type(target) is Symbol:
        if not target.module:
            return
    elif type(target) is Instance:
        if target.construction is None or not _is_inherited(target, node.name):
            return
    elif type(target) is not Reference:
        return
    # A cast needs parentheses, in which the object then begins: what it casts to leaves no trace.
    plain = node.object.span.start == node.span.start
    sure = plain and not (node.optional or frame.types_asked or machine.tried or machine.called_back)
    place, language = frame.at(node.name_span), frame.module.language
    machine.evaluation.mentions.append(Mention(target, node.name, place, language, how, sure))


def _is_inherited(target: Instance, name: str) -> bool:
    """Whether a name is not the program's own, so that it stands for what a class of a library has under it."""
    if name in target.fields or classes.find(target.cls, name) is not None:
        return False
    return not any(name in c.statics for c in classes.ancestors(target.cls))
