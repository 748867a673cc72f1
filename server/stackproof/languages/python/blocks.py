"""Indented blocks of statements."""

from __future__ import annotations

from tree_sitter import Node

from stackproof.languages.python.context import TRIVIA, Context
from stackproof.languages.python.torn import joins_lines
from stackproof.model.program import Block, Expression, Placed


def block(context: Context, node: Node | None) -> Block:
    """The statements of a block, placed relative to the statement around it."""
    placed: list[Placed] = []
    if node is not None:
        around = context.base
        for child in node.named_children:
            if child.type not in TRIVIA:
                context.statement(child, placed, around)
    return Block(tuple(placed))


def suite(context: Context, owner: Node, body: Node | None) -> Block:
    """The block of a compound statement, led by the broken text between its colon and the block."""
    lowered = block(context, body)
    if not context.broken:
        return lowered
    torn: list[Placed] = []
    after_colon = False
    for child in owner.children:
        if child.type == ":":
            after_colon = True
        elif after_colon and child.is_error:
            context.statement(child, torn, context.base)
    return Block((*torn, *lowered.statements)) if torn else lowered


def header(context: Context, owner: Node, subject: Node | None) -> Expression:
    """What a compound statement tests or walks over; `Unparsed` when the text before its colon is broken."""
    end = owner.start_byte
    torn = subject is None
    for child in owner.children:
        end = child.end_byte
        if child.type == ":":
            torn = torn or child.is_missing
            break
        torn = torn or child.is_error
    text = context.data[owner.start_byte : end]
    if b"\n" in text and joins_lines(text):
        context.repairs += 1
        torn = context.broken = True
    if subject is None or (context.broken and torn):
        return context.unparsed_range(owner.start_byte, end, "syntax error", broken=True)
    return context.expression(subject)
