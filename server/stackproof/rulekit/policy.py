"""Policy documents: who is allowed to do what, as far as a document is understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from stackproof.model.graph import Resource
from stackproof.model.values import Choice, JsonText, Mapping, Sequence, Template, Value
from stackproof.rulekit.answer import Answer, any_of
from stackproof.rulekit.links import follow

PrincipalKind = Literal["Service", "AWS", "*"]
HOLE = "\x00"


@dataclass(frozen=True, eq=False)
class Principal:
    """One principal of a statement: its kind (Federated and canonical users are left out) and its value."""

    kind: PrincipalKind
    value: Value

    @property
    def written(self) -> str | None:
        """Its text with each hole as a NUL character, None when it is no text."""
        return written(self.value)


def written(value: Value) -> str | None:
    """A text with each hole as a NUL character, None when it is no text."""
    return value.literal() if isinstance(value, Template) else value.text()


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement of a policy, in either spelling (JSON, or the blocks of a policy document data source)."""

    value: Value

    def _get(self, json: str, block: str) -> Value:
        value = self.value.get(json)
        return value if not value.is_absent() else self.value.get(block)

    @property
    def allows(self) -> Answer:
        """Whether its effect is Allow."""
        effect = self._get("Effect", "effect")
        if effect.is_("Allow"):
            return Answer.YES
        if effect.is_absent():
            # Blocks allow unless told otherwise; in JSON the effect is never left out.
            return Answer.YES
        return Answer.NO if effect.is_("Deny") else Answer.UNKNOWN

    @property
    def resources(self) -> Value:
        """Its resources, one or a list."""
        return self._get("Resource", "resources")

    def principals(self) -> tuple[list[Principal], bool]:
        """Its principals, and whether that is all of them."""
        found: list[Principal] = []
        complete = True
        principal = self._get("Principal", "principals")
        if isinstance(principal, Mapping) and principal.get("type").is_absent():
            complete = principal.is_closed()
            for key, kind in (("Service", "Service"), ("AWS", "AWS")):
                values, whole = listed(principal.get(key))
                complete = complete and whole
                found.extend(Principal("AWS" if kind == "AWS" else "Service", v) for v in values)
            return found, complete
        if principal.is_("*"):
            return [Principal("*", principal)], True
        blocks, complete = listed(principal)
        for block in blocks:
            values, whole = listed(block.get("identifiers"))
            complete = complete and whole
            type_ = block.get("type")
            if type_.is_("Service"):
                found.extend(Principal("Service", v) for v in values)
            elif type_.is_("AWS"):
                found.extend(Principal("AWS", v) for v in values)
            elif type_.is_("*"):
                found.append(Principal("*", block))
            elif not type_.is_any_of("Federated", "CanonicalUser"):
                complete = False
        return found, complete

    def names(self, is_principal: Callable[[Principal], Answer]) -> Answer:
        """Whether one of its principals is such a one."""
        principals, complete = self.principals()
        answer = any_of(is_principal(p) for p in principals)
        return answer if complete else answer | Answer.UNKNOWN

    def covers(self, action: str) -> Answer:
        """Whether its actions include ``action`` (wildcards understood; NotAction is never certain)."""
        if not self._get("NotAction", "not_actions").is_absent():
            return Answer.UNKNOWN
        values, complete = listed(self._get("Action", "actions"))
        answer = any_of(_matches(value, action) for value in values)
        return answer if complete else answer | Answer.UNKNOWN


def listed(value: Value) -> tuple[list[Value], bool]:
    """The elements of what is one thing or a list of things, and whether that is all."""
    if value.is_absent():
        return [], True
    if isinstance(value, Sequence):
        return list(value.elements), value.is_closed()
    if isinstance(value, Choice) or value.is_unknown():
        return [], False
    return [value], True


def _matches(pattern: Value, action: str) -> Answer:
    text = pattern.text()
    if text is None:
        return Answer.UNKNOWN
    return Answer.YES if fnmatchcase(action.lower(), text.lower()) else Answer.NO


@dataclass(frozen=True, eq=False)
class Policy:
    """A policy document. ``complete`` is False when it may hold more statements than are listed.

    ``source`` is the data source that it is written in, if any; ``written`` says whether its statements stand
    in the program as a list to which one more can be added.
    """

    statements: tuple[Statement, ...]
    complete: bool
    source: Resource | None = None
    written: bool = False

    def allows(self, is_principal: Callable[[Principal], Answer], *actions: str) -> Answer:
        """Whether some statement allows one of ``actions`` to such a principal. Denials are not weighed."""
        answers = [self._allows(statement, is_principal, actions) for statement in self.statements]
        answer = any_of(answers)
        return answer if self.complete else answer | Answer.UNKNOWN

    def allowing(
        self, is_principal: Callable[[Principal], Answer], *actions: str
    ) -> Iterator[tuple[Statement, Answer]]:
        """The statements that do so or may."""
        for statement in self.statements:
            answer = self._allows(statement, is_principal, actions)
            if answer is not Answer.NO:
                yield statement, answer

    def names(self, is_principal: Callable[[Principal], Answer]) -> bool:
        """Whether some statement certainly allows anything at all to such a principal."""
        return any(s.allows & s.names(is_principal) is Answer.YES for s in self.statements)

    @staticmethod
    def _allows(
        statement: Statement, is_principal: Callable[[Principal], Answer], actions: tuple[str, ...]
    ) -> Answer:
        can = any_of(statement.covers(a) for a in actions)
        return statement.allows & statement.names(is_principal) & can


NOT_UNDERSTOOD = Policy((), complete=False)


def read_policy(document: Value) -> Policy:
    """The policy in an argument: JSON text, a plain structure, or a policy document data source's JSON."""
    source = follow(document, "aws_iam_policy_document")
    if source is not None:
        if source.type.removeprefix("data.") != "aws_iam_policy_document":
            return NOT_UNDERSTOOD
        values, complete = listed(source["statement"])
        for name in ("source_policy_documents", "override_policy_documents", "source_json", "override_json"):
            complete = complete and source[name].is_absent()
        complete = complete and not source.escapes
        return Policy(
            tuple(map(Statement, values)), complete, source, isinstance(source["statement"], Sequence)
        )
    content = document.content if isinstance(document, JsonText) else document
    if not isinstance(content, Mapping):
        return NOT_UNDERSTOOD
    statements = content.get("Statement")
    values, complete = listed(statements)
    whole = complete and content.is_closed()
    placed = not (isinstance(document, JsonText) and document.literal)
    return Policy(tuple(map(Statement, values)), whole, None, placed and isinstance(statements, Sequence))


def service(pattern: str) -> Callable[[Principal], Answer]:
    """A question for `Policy.allows`: is the principal a service whose name matches the regular expression?

    Holes of the name appear as NUL characters. Everybody (``*``) counts as not certain.
    """
    compiled = re.compile(pattern)

    def is_service(principal: Principal) -> Answer:
        if principal.kind == "AWS":
            return Answer.UNKNOWN if principal.value.is_("*") else Answer.NO
        text = principal.written
        if principal.kind == "*" or text is None or text.startswith(HOLE):
            return Answer.UNKNOWN
        return Answer.YES if compiled.fullmatch(text) is not None else Answer.NO

    return is_service
