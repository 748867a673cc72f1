"""Which rules watch a class or an argument, by what they ask the graph for and what their pages show."""

from __future__ import annotations

import ast
import inspect
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from stackproof.analysis.pointing.pointed import Pointed
from stackproof.frameworks.tokens import resource_token
from stackproof.model.facts import EnumMember
from stackproof.text import Document

if TYPE_CHECKING:
    from stackproof.rulekit import Rule
    from stackproof.rulekit.page import Example

# A class or an argument: the id of what declares it, and the argument's name in the package's own spelling.
Key = tuple[str, str]
Reading = Callable[[Document, int], Sequence[Pointed]]


class Watching:
    """Answers for one set of rules. ``read`` tells what a text has at a byte, by the facts that are asked about."""

    def __init__(self, rules: Callable[[], Sequence[Rule]], read: Reading) -> None:
        self._load = rules
        self._read = read
        self._shown: dict[tuple[str, str], dict[Key, tuple[str, ...]]] = {}

    def rules(self, pointed: Pointed, framework: str) -> tuple[str, ...]:
        """The ids of the rules that watch what stands at a place, in their own order."""
        shown = self._by_pages(pointed.facts.language, framework)
        if pointed.argument and pointed.member is not None:
            return shown.get((pointed.member.owner, pointed.member.source_name), ())
        if pointed.member is not None:
            return ()
        found = dict.fromkeys(shown.get((pointed.fact.id, ""), ()))
        token = resource_token(pointed.fact.id, pointed.fact.token)
        found.update(dict.fromkeys(self._by_type.get(token.terraform, ())))
        return tuple(found)

    @cached_property
    def _rules(self) -> Sequence[Rule]:
        return self._load()

    @cached_property
    def _by_type(self) -> dict[str, list[str]]:
        """The rules that ask the graph for a type of resource, by that type."""
        found: dict[str, list[str]] = defaultdict(list)
        for rule in self._rules:
            for kind in sorted(set(_asked(rule))):
                found[kind].append(rule.id)
        return found

    def _by_pages(self, language: str, framework: str) -> dict[Key, tuple[str, ...]]:
        """The rules whose pages show a finding at a class or an argument."""
        known = self._shown.get((language, framework))
        if known is None:
            found: dict[Key, dict[str, None]] = defaultdict(dict)
            for rule in self._rules:
                for example in _examples(rule):
                    if (example.language, example.framework) == (language, framework):
                        for key in self._shown_by(example, rule.id):
                            found[key][rule.id] = None
            known = self._shown[language, framework] = {key: tuple(ids) for key, ids in found.items()}
        return known

    def _shown_by(self, example: Example, rule: str) -> Iterator[Key]:
        for name, text in example.files:
            document = Document.from_text(name, text, 0)
            for expected in example.expected:
                if expected.rule == rule and expected.file == name:
                    line = text.split("\n")[expected.line]
                    offset = document.lines.start(expected.line) + len(line[: expected.start].encode())
                    for pointed in self._read(document, offset):
                        yield from _keys(pointed)


def _keys(pointed: Pointed) -> Iterator[Key]:
    member = pointed.member
    if member is None:
        yield pointed.fact.id, ""
    elif pointed.argument and not isinstance(member, EnumMember):
        yield member.owner, member.source_name
        if pointed.route.fact is not None:
            yield pointed.route.fact.id, ""


def _examples(rule: Rule) -> Sequence[Example]:
    try:
        return rule.page.examples
    except OSError:
        return ()


def _asked(rule: Rule) -> Iterator[str]:
    """The types of resources that the rule's own code mentions when it asks ``graph.of(...)``."""
    try:
        tree = ast.parse(inspect.getsource(inspect.getmodule(rule.check) or rule.check))
    except (OSError, TypeError, SyntaxError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "of":
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value
