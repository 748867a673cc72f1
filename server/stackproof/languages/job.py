"""The changes of one file on their way to edits, the same in all languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stackproof.languages import importchanges, signatures
from stackproof.languages.items import Brackets, append, column, item_indent, line_indent, remove, spread
from stackproof.languages.places import Places
from stackproof.languages.rendering import Unwritable
from stackproof.languages.slots import Slot
from stackproof.languages.style import style_of
from stackproof.model.code import (
    AddItem,
    AddParameter,
    AppendItem,
    Change,
    Code,
    Constant,
    Elements,
    Entries,
    InsertStatements,
    Invocation,
    RemoveItem,
    RemoveKey,
    ReplaceCode,
    ReplaceSource,
    Retype,
    Rewrite,
    SetKey,
    Verbatim,
)
from stackproof.model.construction import Construction
from stackproof.model.importing import AddImport, DropNames
from stackproof.model.program import Call, Expression, Item, ListDisplay, Module, ObjectDisplay
from stackproof.text import Document, Edit, Span

if TYPE_CHECKING:
    from stackproof.languages.writing import Writer


@dataclass(eq=False)
class _Pending:
    """What is to be added to and taken from one list, before it becomes edits."""

    brackets: Brackets
    added: list[str] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)


class Job:
    """The changes of one file on their way to edits."""

    def __init__(self, writer: Writer, document: Document, module: Module) -> None:
        self.writer = writer
        self.data = document.data
        self.places = Places(module)
        self.style = style_of(document, self.places)
        self.names = writer.imports(document, self.places, self.style)
        self.renderer = writer.renderer(self.style, self.names)
        self._edits: list[Edit] = []
        self._pending: dict[Span, _Pending] = {}
        self._inserted: dict[int, list[str]] = {}
        self._ahead: dict[int, list[str]] = {}

    def edits(self) -> list[Edit]:
        """Everything asked for so far."""
        # What stands in front of a statement is also in front of changes at its beginning.
        found = [Edit(Span(at, at), "".join(texts)) for at, texts in self._ahead.items()]
        found.extend(self._edits)
        for pending in self._pending.values():
            if pending.added and pending.removed:
                raise Unwritable("the same list grows and shrinks")
            if pending.removed:
                found.extend(remove(self.data, pending.brackets, pending.removed))
            else:
                found.extend(self._added(pending))
        for at, texts in self._inserted.items():
            found.append(Edit(Span(at, at), "".join(texts)))
        return sorted([*found, *self.names.edits()], key=lambda e: (e.span.start, e.span.end))

    def carry_out(self, change: Change) -> None:
        """Take one change into account. Raises `Unwritable`."""
        match change:
            case InsertStatements():
                self._insert(change)
            case SetKey():
                self._set(change)
            case RemoveKey():
                self._remove(change)
            case AppendItem():
                self._append(change)
            case ReplaceCode():
                self._replace(change.at.span, change.value)
            case Rewrite():
                self._rewrite(change)
            case AddItem() | RemoveItem() | AddParameter():
                signatures.carry_out(self, change)
            case Retype():
                self.writer.retype(self, change)
            case AddImport() | DropNames():
                importchanges.carry_out(self, change)
            case ReplaceSource():
                self._edits.append(Edit(change.at.span, change.text))

    # --- statements ---

    def _insert(self, change: InsertStatements) -> None:
        line = self.places.line(change.at.span)
        may = self.writer.may_precede if change.where == "before" else self.writer.may_follow
        if line is None or not may(self.data, line):
            raise Unwritable("no statement may stand there")
        start, end = line.span.start, line.span.end
        indent = line_indent(self.data, start)
        if self.data[self.data.rfind(b"\n", 0, start) + 1 : start].strip():
            raise Unwritable("the statement does not begin its line")
        texts = [self.writer.statement(self.renderer, s, indent) for s in change.statements]
        if change.where == "before":
            text = "".join(t + self.style.newline + indent for t in texts)
            self._ahead.setdefault(self._above_comments(start), []).append(text)
        else:
            text = "".join(self.style.newline + indent + t for t in texts)
            self._inserted.setdefault(self._line_end(end), []).append(text)

    def _above_comments(self, start: int) -> int:
        """The beginning of a statement with the comment lines that belong to it."""
        indent = line_indent(self.data, start).encode()
        while True:
            line = self.data.rfind(b"\n", 0, start) + 1
            above = self.data.rfind(b"\n", 0, max(line - 1, 0)) + 1
            text = self.data[above : max(line - 1, 0)].strip()
            if above == line or not text.startswith(self.writer.comment):
                return start
            start = above + len(indent)

    def _line_end(self, end: int) -> int:
        stop = self.data.find(b"\n", end)
        stop = len(self.data) if stop < 0 else stop
        rest = self.data[end:stop].strip().removeprefix(b";").strip()
        if rest and not (
            rest.startswith(self.writer.comment) or (rest.startswith(b"/*") and rest.endswith(b"*/"))
        ):
            raise Unwritable("something else stands on the same line")
        return end + len(self.data[end:stop].rstrip())

    # --- keys ---

    def call_of(self, construction: Construction) -> tuple[Call, int]:
        """The call that made a construction."""
        found = self.places.at(construction.origin.span, Call)
        if found is None:
            given = construction.arguments.origin
            for call, base in self.places.of(Call):
                if given is not None and call.arguments_span.shift(base) == given.span:
                    return call, base
            raise Unwritable("the call was not found")
        return found

    def _set(self, change: SetKey) -> None:
        call, base = self.call_of(change.construction)
        if not change.path:
            raise Unwritable("no key is named")
        where = self.writer.slot(self.data, call, base, change)
        if where is None:
            brackets = self.writer.new_object(self.data, call, base, change)
            if brackets is None:
                raise Unwritable("there is no place for keys")
            made = self._missing(change.path, change.value)
            end = brackets.items[-1].end if brackets.items else brackets.inner.start
            self._add(brackets, self._text_at(end, made, len("); ")))
            return
        slot, path = where
        self._set_in(slot, path, change.value)

    def _set_in(self, slot: Slot, path: tuple[str | int, ...], value: Code) -> None:
        key, rest = str(path[0]), path[1:]
        number = self._find(slot, key)
        if number is None:
            if any(k is None for k in slot.keys):
                raise Unwritable("other keys come from elsewhere")
            lead = self.writer.entry(self.renderer, slot, key)
            made = self._missing(rest, value)
            text = self._item_text(slot.brackets, made, len(lead))
            self._add(slot.brackets, lead + text)
            return
        held = slot.values[number]
        span = held.span.shift(slot.base)
        if not rest:
            if number in slot.shorthand:
                whole = slot.brackets.items[number]
                lead = self.writer.entry(self.renderer, slot, key)
                self._edits.append(Edit(whole, lead + self._text_at(whole.start, value, len(lead))))
            else:
                self._replace(span, value)
            return
        self._descend(held, slot.base, rest, value)

    def _descend(self, held: Expression, base: int, path: tuple[str | int, ...], value: Code) -> None:
        inside = self.writer.inside(self.data, held, base)
        if isinstance(path[0], int):
            if isinstance(held, ListDisplay):
                item = _item(held, path[0])
                if len(path) == 1:
                    self._replace(item.value.span.shift(base), value)
                else:
                    self._descend(item.value, base, path[1:], value)
                return
            # A single block stands for a list of one.
            if path[0] == 0 and inside is not None and len(path) > 1:
                self._set_in(inside, path[1:], value)
                return
        elif inside is not None:
            self._set_in(inside, path, value)
            return
        elif isinstance(held, ListDisplay) and len(held.items) == 1:
            self._descend(_item(held, 0).value, base, path, value)
            return
        raise Unwritable("the argument is not written out")

    def _missing(self, path: tuple[str | int, ...], value: Code) -> Code:
        for step in reversed(path):
            value = Elements((value,)) if isinstance(step, int) else Entries(((step, value),))
        return value

    def _remove(self, change: RemoveKey) -> None:
        call, base = self.call_of(change.construction)
        where = self.writer.slot(self.data, call, base, change)
        if where is None or not where[1]:
            raise Unwritable("the key is not written there")
        slot, path = where
        for step in path[:-1]:
            slot = self._step(slot, step)
        if isinstance(path[-1], int):
            raise Unwritable("elements are not removed")
        number = self._find(slot, path[-1])
        if number is None:
            raise Unwritable("the key is not written there")
        self._pending.setdefault(slot.brackets.inner, _Pending(slot.brackets)).removed.append(number)

    def _step(self, slot: Slot, step: str | int) -> Slot:
        if isinstance(step, int):
            # The list was entered with the step before.
            return slot
        number = self._find(slot, step)
        held = None if number is None else slot.values[number]
        if isinstance(held, ListDisplay) and len(held.items) == 1:
            held = _item(held, 0).value
        inside = None if held is None else self.writer.inside(self.data, held, slot.base)
        if inside is None:
            raise Unwritable("the argument is not written out")
        return inside

    def _find(self, slot: Slot, key: str) -> int | None:
        numbers = [n for n, k in enumerate(slot.keys) if k == key]
        if len(numbers) > 1:
            raise Unwritable("the key is written twice")
        if numbers and any(k is None for k in slot.keys[numbers[0] + 1 :]):
            raise Unwritable("the key may be overwritten by what follows")
        return numbers[0] if numbers else None

    # --- lists and expressions ---

    def insert(self, at: int, text: str) -> None:
        """Put text in a place as it is."""
        self.put(Span(at, at), text)

    def put(self, span: Span, text: str) -> None:
        """Put text in the place of other text."""
        self._edits.append(Edit(span, text))

    def add_item(self, brackets: Brackets, lead: str, value: Code) -> None:
        """Put one more element behind the others; ``lead`` is what it begins with."""
        self._add(brackets, lead + self._item_text(brackets, value, len(lead)))

    def remove_item(self, brackets: Brackets, number: int) -> None:
        """Take an element out."""
        self._pending.setdefault(brackets.inner, _Pending(brackets)).removed.append(number)

    def _append(self, change: AppendItem) -> None:
        found = self.places.at(change.list_origin.span, ListDisplay)
        if found is None:
            single = self.places.at(change.list_origin.span, ObjectDisplay)
            if single is None:
                raise Unwritable("the list is not written out")
            self._wrap(change, single[0].span.shift(single[1]))
            return
        display, base = found
        span = display.span.shift(base)
        if self.data[span.start : span.start + 1] != b"[":
            raise Unwritable("a list without brackets of its own")
        items = tuple(item.span.shift(base) for item in display.items)
        brackets = Brackets(Span(span.start + 1, span.end - 1), items, comment=self.writer.comment)
        self._add(brackets, self._item_text(brackets, change.value, 0))

    def _item_text(self, brackets: Brackets, value: Code, used: int) -> str:
        """A new element of a list; ``used`` is what stands before it on its line."""
        indent = item_indent(self.data, brackets, self.style)
        text = self.renderer.render(value, indent, len(indent) + used)
        if "\n" in text and spread(self.data, brackets, [], self.style) is not None:
            # The list will be spread out, so this stands one level further in.
            indent += self.style.indent
            text = self.renderer.render(value, indent, len(indent) + used)
        return text

    def _wrap(self, change: AppendItem, span: Span) -> None:
        added = self._text_at(span.start, change.value, 0)
        self._edits.append(Edit(Span(span.start, span.start), "["))
        self._edits.append(Edit(Span(span.end, span.end), f", {added}]"))

    def _replace(self, span: Span, value: Code) -> None:
        self._edits.append(Edit(span, self._text_at(span.start, value, 0)))

    def _rewrite(self, change: Rewrite) -> None:
        written = tuple(Constant(p) if isinstance(p, str) else self._kept(p.span) for p in change.pieces)
        self._replace(change.at.span, Invocation(change.callee, written))

    def _kept(self, span: Span) -> Verbatim:
        """The text of an expression; in a hole of a string it must be all that the hole says."""
        before, after = self.data[: span.start].rstrip()[-1:], self.data[span.end :].lstrip()[:1]
        if before == b"{" and after != b"}":
            raise Unwritable("the hole says how its value is to be formatted")
        return Verbatim(self.data[span.start : span.end].decode("utf-8", "replace"))

    def _text_at(self, offset: int, value: Code, used: int) -> str:
        return self.renderer.render(
            value, line_indent(self.data, offset), column(self.data, offset) + used + 1
        )

    def _add(self, brackets: Brackets, text: str) -> None:
        self._pending.setdefault(brackets.inner, _Pending(brackets)).added.append(text)

    def _added(self, pending: _Pending) -> list[Edit]:
        edits = append(self.data, pending.brackets, pending.added, self.style)
        stop = self.data.find(b"\n", edits[0].span.end)
        line = column(self.data, stop if stop >= 0 else len(self.data))
        if any("\n" in text for text in pending.added) or line + len(edits[0].new_text) > self.style.width:
            others = [e.span for e in self._edits if e.span.overlaps(pending.brackets.inner)]
            wider = spread(self.data, pending.brackets, pending.added, self.style)
            if wider is not None and not others and not self._shared(pending):
                return wider
        return edits

    def _shared(self, pending: _Pending) -> bool:
        inner = pending.brackets.inner
        return any(other != inner and other.overlaps(inner) for other in self._pending)


def _item(display: ListDisplay, number: int) -> Item:
    if not 0 <= number < len(display.items) or any(i.spread for i in display.items[: number + 1]):
        raise Unwritable("the element is not written out")
    return display.items[number]
