"""What the editor at the other end can do, as flat facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lsprotocol import types

from stackproof.lsp import positions
from stackproof.text import Encoding


@dataclass(frozen=True)
class Client:
    """The facts on which answers depend; the defaults are those of an editor that announces nothing."""

    encoding: Encoding = Encoding.UTF16
    pulls: bool = False
    refreshes_diagnostics: bool = False
    takes_related_documents: bool = False
    takes_code_description: bool = False
    takes_related_information: bool = False
    takes_data: bool = False
    takes_versions: bool = False
    tags: frozenset[types.DiagnosticTag] = field(default_factory=frozenset)
    takes_literal_actions: bool = False
    takes_preferred: bool = False
    resolves_edit: bool = False
    takes_document_changes: bool = False
    markdown: bool = False
    completes: bool = False
    completes_markdown: bool = False
    completes_tags: bool = False
    completes_deprecated: bool = False
    completes_snippets: bool = False
    hierarchical_symbols: bool = False
    shows_progress: bool = False
    configures: bool = False
    registers_configuration: bool = False
    registers_watchers: bool = False

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Client:
        """Read the announced capabilities."""

        def has(path: str) -> bool:
            return bool(_get(capabilities, path))

        # Pull diagnostics say nothing of their own before version 3.18 of the protocol; what is true of pushed ones
        # is then true of them too.
        completed = "text_document.completion.completion_item"
        publish, pull = "text_document.publish_diagnostics", "text_document.diagnostic"
        return cls(
            encoding=positions.negotiate(capabilities),
            pulls=_get(capabilities, pull) is not None,
            refreshes_diagnostics=has("workspace.diagnostics.refresh_support"),
            takes_related_documents=has(f"{pull}.related_document_support"),
            takes_code_description=has(f"{publish}.code_description_support")
            or has(f"{pull}.code_description_support"),
            takes_related_information=has(f"{publish}.related_information")
            or has(f"{pull}.related_information"),
            takes_data=has(f"{publish}.data_support") or has(f"{pull}.data_support"),
            takes_versions=has(f"{publish}.version_support"),
            tags=frozenset(
                _tags(_get(capabilities, f"{publish}.tag_support.value_set"))
                + _tags(_get(capabilities, f"{pull}.tag_support.value_set"))
            ),
            takes_literal_actions=_get(capabilities, "text_document.code_action.code_action_literal_support")
            is not None,
            takes_preferred=has("text_document.code_action.is_preferred_support"),
            resolves_edit=has("text_document.code_action.data_support")
            and "edit" in (_get(capabilities, "text_document.code_action.resolve_support.properties") or ()),
            takes_document_changes=has("workspace.workspace_edit.document_changes"),
            markdown=_prefers_markdown(_get(capabilities, "text_document.hover.content_format")),
            completes=_get(capabilities, "text_document.completion") is not None,
            completes_markdown=_prefers_markdown(_get(capabilities, f"{completed}.documentation_format")),
            completes_tags=types.CompletionItemTag.Deprecated
            in (_get(capabilities, f"{completed}.tag_support.value_set") or ()),
            completes_deprecated=has(f"{completed}.deprecated_support"),
            completes_snippets=has(f"{completed}.snippet_support"),
            hierarchical_symbols=has("text_document.document_symbol.hierarchical_document_symbol_support"),
            shows_progress=has("window.work_done_progress"),
            configures=has("workspace.configuration"),
            registers_configuration=has("workspace.did_change_configuration.dynamic_registration"),
            registers_watchers=has("workspace.did_change_watched_files.dynamic_registration"),
        )


def _get(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = getattr(value, name, None)
        if value is None:
            return None
    return value


def _tags(values: Iterable[types.DiagnosticTag] | None) -> list[types.DiagnosticTag]:
    known = {tag.value: tag for tag in types.DiagnosticTag}
    return [known[v] for value in values or () if (v := getattr(value, "value", value)) in known]


def _prefers_markdown(formats: Iterable[types.MarkupKind] | None) -> bool:
    """The first format in the editor's own order that is known; plain text when it names none."""
    for offered in formats or ():
        name = getattr(offered, "value", offered)
        if name in ("markdown", "plaintext"):
            return bool(name == "markdown")
    return False
