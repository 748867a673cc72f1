"""The command that checks programs."""

from __future__ import annotations

import argparse
import os
import sys

from stackproof.analysis.libraries import patient_catalogue
from stackproof.analysis.workspace import Workspace
from stackproof.cli.errors import UsageError
from stackproof.cli.fixing import Fixed, fix_all
from stackproof.cli.output import emit, say
from stackproof.cli.progress import Progress
from stackproof.cli.session import existing_paths, notes_on, readable_paths, run, say_notes, settings_from
from stackproof.cli.style import Style, style_for
from stackproof.cli.view import View, common_root
from stackproof.cli.writing import Changed, unified_diff, write_atomically
from stackproof.model.finding import Severity

CLEAN, FINDINGS, FAILED = 0, 1, 2


def check(options: argparse.Namespace) -> int:
    """Check, repair when asked to, report; the exit status is 1 for findings at or above ``--fail-on``.

    Raises:
        UsageError: the options contradict each other, or a path does not exist.
    """
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise UsageError("--unsafe-fixes needs --fix or --diff")
    if options.fix and options.diff:
        raise UsageError("--fix writes files, --diff writes none; give one of them")
    asked = existing_paths(options.paths)
    root = common_root(asked, os.getcwd())
    roots, left_out = readable_paths(asked)
    progress = Progress(sys.stderr, not options.quiet)

    def told(sentence: str) -> None:
        if not options.quiet:
            say(f"warning: {sentence}")

    workspace = Workspace(roots, settings_from(options), patient_catalogue(progress, told))
    report = run(workspace, progress)
    worst_allowed = None if options.fail_on == "never" else Severity(options.fail_on)
    failed = False
    view = View(report, root, tuple(roots), (*left_out, *notes_on(report, options.paths)))
    if options.fix or options.diff:
        fixed = fix_all(workspace, report, options.unsafe_fixes, lambda w: run(w, progress))
        if options.diff:
            return _show_diff(fixed, view, options, worst_allowed)
        failed = not _write(fixed, view)
        if failed:
            # What could not be written is still on disk as it was.
            for path in fixed.after:
                workspace.close(path)
            workspace.touch(fixed.after)
            fixed.report = run(workspace, progress)
        notes = (*left_out, *notes_on(fixed.report, options.paths), *fixed.notes)
        view = View(fixed.report, root, tuple(roots), notes, 0 if failed else fixed.count)
    if not options.quiet:
        say_notes(view.notes, {path: view.shown(path) for path, _ in view.notes if path})
    emit(_rendered(view, options), options.output)
    if failed:
        return FAILED
    return FINDINGS if view.fails(worst_allowed) else CLEAN


def _rendered(view: View, options: argparse.Namespace) -> str:
    match options.format:
        case "json":
            from stackproof.cli.render_json import render_json

            return render_json(view)
        case "sarif":
            from stackproof.cli.catalogue import catalogue
            from stackproof.cli.render_sarif import render_sarif

            return render_sarif(view, catalogue())
        case "github":
            from stackproof.cli.render_github import render_github

            return render_github(view)
        case _:
            from stackproof.cli.render_text import render_text

            return render_text(view, _style(options), options.quiet)


def _style(options: argparse.Namespace) -> Style:
    if options.output is not None and options.color == "auto":
        return Style(False)
    return style_for(sys.stdout, options.color)


def _write(fixed: Fixed, view: View) -> bool:
    """Write all repaired files; False when one of them could not be."""
    complete = True
    for path, data in fixed.after.items():
        try:
            write_atomically(path, data, fixed.before[path])
        except Changed:
            complete = False
            say(f"error: {view.shown(path)}: not fixed, because it was changed meanwhile")
        except OSError as error:
            complete = False
            say(f"error: {view.shown(path)}: cannot be written: {error.strerror or error}")
    return complete


def _show_diff(fixed: Fixed, view: View, options: argparse.Namespace, worst_allowed: Severity | None) -> int:
    style = _style(options)
    patches = [
        unified_diff(view.shown(p), fixed.before[p], fixed.after[p], style) for p in sorted(fixed.after)
    ]
    if not options.quiet:
        notes = (*view.notes, *fixed.notes)
        say_notes(notes, {path: view.shown(path) for path, _ in notes if path})
        say(
            f"would fix {fixed.count} of {len(view.problems)} problem{'' if len(view.problems) == 1 else 's'}"
        )
    emit("".join(patches), options.output)
    return FINDINGS if view.fails(worst_allowed) else CLEAN
