"""The command that shows the resources of a program as they were understood."""

from __future__ import annotations

import argparse
import os
import sys

from stackproof.analysis.settings import Settings
from stackproof.analysis.workspace import Workspace
from stackproof.cli.errors import UsageError
from stackproof.cli.output import emit
from stackproof.cli.progress import Progress
from stackproof.cli.session import existing_paths, notes_on, readable_paths, run, say_notes
from stackproof.cli.view import View, common_root


def graph(options: argparse.Namespace) -> int:
    """Print the resource graph of every program at the path, with what was not understood.

    Raises:
        UsageError: the path does not exist, or the format does not fit.
    """
    wanted = options.format or ("text" if options.stats else "json")
    if (wanted == "text") > options.stats or (wanted == "mermaid" and options.stats):
        raise UsageError(f"--format {wanted} {'needs' if wanted == 'text' else 'does not go with'} --stats")
    asked = existing_paths([options.path])
    roots, left_out = readable_paths(asked)
    workspace, progress = Workspace(roots, Settings()), Progress(sys.stderr, True)
    if options.stats:
        return _stats(workspace, progress, wanted, common_root(asked, os.getcwd()), options.output)
    report = run(workspace, progress)
    notes = (*left_out, *notes_on(report, [options.path]))
    view = View(report, common_root(asked, os.getcwd()), tuple(roots), notes)
    say_notes(view.notes, {path: view.shown(path) for path, _ in view.notes if path})
    if wanted == "mermaid":
        from stackproof.cli.graph_mermaid import graph_mermaid

        emit(graph_mermaid(view), options.output)
    else:
        from stackproof.cli.graph_json import graph_json

        emit(graph_json(view), options.output)
    return 0


def _stats(workspace: Workspace, progress: Progress, wanted: str, root: str, output: str | None) -> int:
    try:
        report, account = workspace.snapshot().survey(progress=progress)
    finally:
        progress.clear()
    view = View(report, root)
    if wanted == "json":
        from stackproof.cli.graph_stats_json import graph_stats_json

        emit(graph_stats_json(account, view), output)
    else:
        from stackproof.cli.graph_stats import graph_stats

        emit(graph_stats(account, view), output)
    return 0
