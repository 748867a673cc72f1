"""What the editor shows under the mouse: a problem's page, a resource's place among the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lsprotocol import types

from stackproof.analysis.report import Report
from stackproof.lsp import positions, understanding
from stackproof.lsp.client import Client
from stackproof.lsp.sticky import FileProblems
from stackproof.lsp.understanding import Creation
from stackproof.model.graph import Resource
from stackproof.text import Document, Span

if TYPE_CHECKING:
    from stackproof.analysis.pointing.lookup import Lookup

Pages = Callable[[str, str, str], str | None]
_REGISTRY = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"
_MOST = 12


def rule_pages() -> Pages:
    """The pages of the installed rules as Markdown, by rule, language and framework; read when first asked for."""

    @lru_cache(maxsize=1)
    def rules() -> dict[str, Callable[[str, str], str]]:
        from stackproof.rulekit.registry import load_rules

        return {rule.id: lambda *dialect, rule=rule: rule.page.hover(*dialect) for rule in load_rules()}

    def page(rule: str, language: str, framework: str) -> str | None:
        hover = rules().get(rule)
        try:
            return hover(language, framework) if hover else None
        except OSError:
            return None

    return page


@dataclass(frozen=True)
class Told:
    """What libraries say of what stands at a place, as Markdown."""

    text: str
    span: Span


def told_of(lookup: Lookup, document: Document, offset: int) -> Told | None:
    """What libraries say of what stands at a byte."""
    # Imported here because it brings the analysis along, for which the editor's first answer should not wait.
    from stackproof.lsp.cards import card

    pointed = lookup.at(document, offset)
    return None if pointed is None else Told(card(pointed, lookup.watched(pointed)), pointed.span)


class Hover:
    """Makes hovers for one editor."""

    def __init__(self, client: Client, pages: Pages) -> None:
        self._client = client
        self._pages = pages

    def at(
        self,
        document: Document,
        offset: int,
        file: FileProblems | None,
        report: Report | None,
        told: Told | None = None,
    ) -> types.Hover | None:
        """What to show at a byte of ``document``, the newest text; ``report`` is None when it has another one.

        Problems come first, then what libraries say (``told``), then what the program makes of it.
        """
        parts: list[str] = []
        span: Span | None = None
        dialect = understanding.language(document.path), understanding.framework(report, document.path)
        for shown in file.shown if file else ():
            if shown.span.contains(offset):
                page = self._pages(shown.problem.rule, *dialect)
                text = page or _plain_problem(shown.problem.message, shown.problem.references)
                if text not in parts:
                    parts.append(text)
                span = span or shown.span
        if told is not None:
            parts.append(told.text)
            span = span or told.span
        for creation in understanding.creations(report, document.path) if report else ():
            if creation.callee.span.contains(offset):
                parts.append(_describe(creation))
                span = span or creation.callee.span
        if not parts or span is None:
            return None
        markdown = "\n\n---\n\n".join(part.strip() for part in parts)
        if self._client.markdown:
            content = types.MarkupContent(types.MarkupKind.Markdown, markdown)
        else:
            content = types.MarkupContent(types.MarkupKind.PlainText, plain(markdown))
        return types.Hover(content, positions.to_range(document, span, self._client.encoding))


def plain(markdown: str) -> str:
    """Markdown without its marks, for editors that show text as it is; code stays untouched."""
    lines = []
    code = False
    for line in markdown.split("\n"):
        if line.startswith("```"):
            code = not code
            continue
        if code:
            lines.append("    " + line if line else line)
            continue
        line = re.sub(r"^#+\s+", "", line)
        line = re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", r"\1 (\2)", line)
        line = re.sub(r"<(https?://[^>\s]+)>", r"\1", line)
        line = re.sub(r"\*\*([^*]+)\*\*", r"\1", line)
        lines.append(re.sub(r"`([^`]+)`", r"\1", line))
    return "\n".join(lines)


def _plain_problem(message: str, references: Iterable[str]) -> str:
    return "\n\n".join((message, "\n".join(f"- <{address}>" for address in references))).strip()


def _describe(creation: Creation) -> str:
    """The resources of one call: their neutral types and names, and what they are connected to."""
    by_type: dict[str, list[Resource]] = {}
    for resource in creation.resources:
        by_type.setdefault(resource.type, []).append(resource)
    parts = [
        "\n".join(
            f"- [`{kind}`]({_documentation(resources[0])}) {_names(resources)}"
            for kind, resources in by_type.items()
        )
    ]
    own = {id(r) for r in creation.resources}
    to = [
        reference.resource
        for resource in creation.resources
        for reference in resource.properties.references()
        if id(reference.resource) not in own
    ]
    by = [
        referrer
        for resource in creation.resources
        for referrer in creation.graph.referrers(resource)
        if id(referrer) not in own
    ]
    for title, others in (("Refers to", to), ("Referred to by", by)):
        if others:
            parts.append(f"{title}: {_list(others)}")
    return "\n\n".join(parts)


def _documentation(resource: Resource) -> str:
    room = "data-sources" if resource.external else "resources"
    return f"{_REGISTRY}/{room}/{resource.type.removeprefix('aws_')}"


def _names(resources: list[Resource]) -> str:
    names = list(dict.fromkeys(r.name for r in resources if r.name))
    rest = len(names) - _MOST
    return ", ".join(f"**{_escape(n)}**" for n in names[:_MOST]) + (f" and {rest} more" if rest > 0 else "")


def _list(resources: list[Resource]) -> str:
    items = list(dict.fromkeys(f"`{r.type}` {_escape(r.name)}".strip() for r in resources))
    rest = len(items) - _MOST
    return ", ".join(items[:_MOST]) + (f" and {rest} more" if rest > 0 else "")


def _escape(name: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", name)
