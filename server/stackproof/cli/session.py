"""Prepares a workspace from what the command line says."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from stackproof.analysis.report import Report
from stackproof.analysis.settings import Level, Settings
from stackproof.analysis.suggestion import did_you_mean
from stackproof.analysis.walking import is_source
from stackproof.analysis.workspace import Workspace
from stackproof.cli.errors import UsageError
from stackproof.cli.output import say
from stackproof.cli.progress import Progress
from stackproof.cli.style import visible
from stackproof.model.finding import Severity


def existing_paths(paths: Sequence[str]) -> list[str]:
    """The paths made absolute, each once.

    Raises:
        UsageError: one of them does not exist.
    """
    missing = [path for path in paths if not os.path.exists(path)]
    if missing:
        raise UsageError(f"no such file or folder: {', '.join(visible(p) for p in missing)}")
    return list(dict.fromkeys(os.path.abspath(path) for path in paths))


def readable_paths(paths: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The paths that can be checked; a note about each of the others, with its path.

    Tools that hand over every changed file name also those of other kinds.
    """
    kept, notes = [], []
    for path in paths:
        if os.path.isdir(path):
            if os.access(path, os.R_OK | os.X_OK):
                kept.append(path)
            else:
                notes.append((path, "skipped: the folder cannot be read"))
        elif not os.path.isfile(path):
            # Reading a pipe or device could wait for ever.
            notes.append((path, "skipped: not a regular file"))
        elif is_source(path):
            kept.append(path)
        else:
            notes.append((path, "skipped: neither TypeScript, JavaScript nor Python source"))
    return kept, notes


def settings_from(options: argparse.Namespace) -> Settings:
    """The settings which the command line decides.

    Raises:
        UsageError: a rule or severity is not known.
    """
    return Settings(
        environment=options.environment,
        compliance=_listed(options.compliance),
        exclude=tuple(options.exclude) if options.exclude else None,
        rules=_levels(options.rule or []),
    )


def _listed(values: list[str] | None) -> tuple[str, ...] | None:
    if not values:
        return None
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _levels(pairs: Sequence[str]) -> dict[str, Level]:
    if not pairs:
        return {}
    from stackproof.cli.catalogue import catalogue

    known = {rule.id for rule in catalogue()}
    levels: dict[str, Level] = {}
    for pair in pairs:
        rule, equals, level = pair.partition("=")
        if not equals:
            raise UsageError(f"--rule takes rule-id=severity, not '{visible(pair)}'")
        if rule not in known:
            raise UsageError(
                f"unknown rule '{visible(rule)}'{did_you_mean(rule, known) or '; see `stackproof rules`'}"
            )
        if level == "off":
            levels[rule] = "off"
        elif level in list(Severity):
            levels[rule] = Severity(level)
        else:
            names = ["off", *(str(s) for s in Severity)]
            hint = did_you_mean(level, names) or f"; it must be one of {', '.join(names)}"
            raise UsageError(f"unknown severity '{visible(level)}'{hint}")
    return levels


def run(workspace: Workspace, progress: Progress) -> Report:
    """Check the workspace as it is now, showing how far it is."""
    try:
        return workspace.snapshot().check(progress=progress)
    finally:
        progress.clear()


def notes_on(report: Report, roots: Sequence[str]) -> list[tuple[str, str]]:
    """What a person should know besides the findings, each with the file it is about."""
    notes = [(path, f"skipped: {reason}") for path, reason in sorted(report.skipped.items())]
    notes += [
        (path, "has syntax errors, so findings in it may be incomplete") for path in sorted(report.broken)
    ]
    if report.statistics.programs == 0:
        notes.append(("", f"no programs found in {', '.join(visible(r) for r in roots)}"))
    return notes


def say_notes(notes: Sequence[tuple[str, str]], shown: dict[str, str]) -> None:
    """Write the notes to standard error; ``shown`` gives short names for files."""
    for path, text in notes:
        say(f"note: {visible(shown.get(path, path))}: {text}" if path else f"note: {text}")
