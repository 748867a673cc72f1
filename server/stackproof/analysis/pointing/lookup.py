"""Answers questions about places of texts, away from checks that are under way."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from stackproof.analysis.pointing.meanings import Meanings
from stackproof.analysis.pointing.offers import Offer, Offers
from stackproof.analysis.pointing.pointed import Pointed, Pointer
from stackproof.analysis.pointing.slots import Slots
from stackproof.analysis.pointing.watching import Watching
from stackproof.languages.passage import Passage, Wording
from stackproof.languages.python.wording import PYTHON_WORDING
from stackproof.languages.typescript.wording import TYPESCRIPT_WORDING
from stackproof.model.facts import Facts, Language, Package
from stackproof.text import Document

if TYPE_CHECKING:
    from stackproof.rulekit import Rule

_MANIFESTS: Final = ("cdk.json", "cdktf.json", "Pulumi.yaml", "Pulumi.yml")
_SCRIPTS: Final = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
# Longer texts are bundles, which nobody writes.
_LONGEST: Final = 2_000_000
# How long it is believed which program a file belongs to: asking looks at the disk.
_GOOD_SECONDS: Final = 2.0

Installed = Callable[[Language, str], Facts]


class Lookup:
    """Questions about texts as they are now. Used by one thread, which may be another than that of the checks.

    ``installed`` gives the facts for the programs in a folder; ``roots`` are the folders of the workspace.
    """

    def __init__(
        self,
        installed: Installed,
        roots: Callable[[], tuple[str, ...]],
        rules: Callable[[], Sequence[Rule]] = tuple,
    ) -> None:
        self._installed = installed
        self._roots = roots
        self._rules = rules
        self._folders: dict[str, tuple[float, str]] = {}
        self._passage: tuple[str, bytes, Passage] | None = None
        self._watching: tuple[Facts, Watching] | None = None

    def at(self, document: Document, offset: int) -> Pointed | None:
        """What stands at a byte of a text."""
        meanings = self._meanings(document, offset)
        return None if meanings is None else Pointer(meanings, Slots(meanings)).at(offset)

    def offers(self, document: Document, offset: int, today: date | None = None) -> list[Offer]:
        """What could be typed at a byte of a text, the likeliest first."""
        meanings = self._meanings(document, offset)
        if meanings is None:
            return []
        return Offers(meanings, Slots(meanings), today or date.today()).at(offset)

    def facts(self, path: str) -> Facts | None:
        """What the packages say that are installed for the program of a file; None for what is no source file."""
        wording = wording_of(path)
        return None if wording is None else self._installed(wording.language, self._folder(path))

    def watched(self, pointed: Pointed) -> tuple[str, ...]:
        """The ids of the rules that watch what stands at a place."""
        framework = framework_of(pointed.fact.package)
        if not framework:
            return ()
        facts = pointed.facts
        if self._watching is None or self._watching[0] is not facts:
            self._watching = (
                facts,
                Watching(self._rules, lambda document, at: self._shown(document, at, facts)),
            )
        return self._watching[1].rules(pointed, framework)

    def _shown(self, document: Document, offset: int, facts: Facts) -> list[Pointed]:
        """What a page's example has at a byte: the thing itself, and the argument in whose text it stands."""
        wording = wording_of(document.path)
        if wording is None:
            return []
        meanings = Meanings(Passage(document.data, wording), facts)
        pointer = Pointer(meanings, Slots(meanings))
        return [p for p in (pointer.at(offset), pointer.argument_around(offset)) if p is not None]

    def _meanings(self, document: Document, offset: int) -> Meanings | None:
        wording, facts = wording_of(document.path), self.facts(document.path)
        if wording is None or facts is None or len(document.data) > _LONGEST:
            return None
        return Meanings(self._read(document, wording).unveiled(offset), facts)

    def _read(self, document: Document, wording: Wording) -> Passage:
        known = self._passage
        if known is None or known[0] != document.path:
            known = self._passage = document.path, document.data, Passage(document.data, wording)
        elif known[1] != document.data:
            # What is typed leaves most of a text as it was.
            known = self._passage = document.path, document.data, Passage(document.data, wording, known[2])
        return known[2]

    def _folder(self, path: str) -> str:
        """The folder of the program to which a file belongs: the nearest one with a manifest, or the workspace's."""
        first, now = os.path.dirname(path), time.monotonic()
        known = self._folders.get(first)
        if known is None or now - known[0] >= _GOOD_SECONDS:
            known = self._folders[first] = now, self._nearest(first)
        return known[1]

    def _nearest(self, first: str) -> str:
        roots = {os.path.normpath(r) for r in self._roots()}
        folder = first
        while True:
            if any(os.path.isfile(os.path.join(folder, name)) for name in _MANIFESTS) or folder in roots:
                return folder
            above = os.path.dirname(folder)
            if above == folder:
                return first
            folder = above


def wording_of(path: str) -> Wording | None:
    """The language of a file by its name; None for what is no source file."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix in (".py", ".pyi"):
        return PYTHON_WORDING
    return TYPESCRIPT_WORDING if suffix in _SCRIPTS else None


def framework_of(package: Package) -> str:
    """The framework that a package belongs to, as rule pages call it; empty for others."""
    if package.flavour.startswith("pulumi"):
        return "pulumi"
    name = package.name.replace("_", "-")
    if name.startswith(("aws-cdk", "@aws-cdk/", "constructs")):
        return "cdk"
    return "cdktf" if "cdkt" in name or name == "imports.aws" else ""
