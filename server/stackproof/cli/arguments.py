"""The command line's grammar."""

from __future__ import annotations

import argparse

from stackproof import __version__

_ENVIRONMENTS = ("dev", "test", "staging", "prod", "ephemeral")
_SEVERITIES = ("error", "warning", "information", "hint")

_EPILOG = """\
exit status:
  0  clean
  1  findings at or above --fail-on
  2  wrong usage or internal error
"""


def parser() -> argparse.ArgumentParser:
    """The parser; ``command`` in its result names the command."""
    top = argparse.ArgumentParser(
        prog="stackproof",
        description="Finds what will break when an AWS CDK, CDKTF or Pulumi program is deployed.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"stackproof {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_check(commands)
    _add_explain(commands)
    _add_rules(commands)
    _add_graph(commands)
    server = commands.add_parser("server", help="start the language server", allow_abbrev=False)
    server.add_argument(
        "--stdio", action="store_true", help="talk over standard input and output (the only way)"
    )
    # Appended by VS Code's client, which then also watches the process itself.
    server.add_argument("--clientProcessId", dest="client_process", help=argparse.SUPPRESS)
    return top


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check",
        help="find problems in programs",
        description="Check the programs at the given paths.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    check.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="file or folder (default: .)")
    check.add_argument(
        "--format", choices=("text", "json", "sarif", "github"), default="text", help="how to report"
    )
    check.add_argument("--fix", action="store_true", help="apply safe fixes, report what is left")
    check.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: apply all fixes")
    check.add_argument("--diff", action="store_true", help="show what --fix would change, write nothing")
    check.add_argument(
        "--fail-on",
        choices=(*_SEVERITIES, "never"),
        default="error",
        help="the least severity that makes the exit status 1 (default: error)",
    )
    check.add_argument("--environment", choices=_ENVIRONMENTS, help="what the program is deployed to")
    check.add_argument(
        "--compliance",
        action="append",
        metavar="PROFILE",
        help="a profile to comply with, such as pci-dss; repeatable",
    )
    check.add_argument(
        "--exclude",
        action="append",
        metavar="PATTERN",
        help="leave out what matches, as in a .gitignore; repeatable, in place of the configured patterns",
    )
    check.add_argument(
        "--rule",
        action="append",
        metavar="ID=SEVERITY",
        help="set a rule's severity, or turn it off; repeatable",
    )
    check.add_argument(
        "--quiet", "-q", action="store_true", help="findings only: no notes, progress or summary"
    )
    check.add_argument("--output", "-o", metavar="FILE", help="write the report to a file")
    _add_color(check)


def _add_explain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = commands.add_parser(
        "explain", help="show why a rule exists, how to cure it", allow_abbrev=False
    )
    explain.add_argument("rule", metavar="RULE", help="a rule id, such as private-subnet-without-egress")
    _add_color(explain)


def _add_rules(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rules = commands.add_parser("rules", help="list all rules", allow_abbrev=False)
    rules.add_argument("--format", choices=("text", "json"), default="text", help="how to list them")
    _add_color(rules)


def _add_graph(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    graph = commands.add_parser(
        "graph", help="show the resources as they were understood", allow_abbrev=False
    )
    graph.add_argument("path", nargs="?", default=".", metavar="PATH", help="file or folder (default: .)")
    graph.add_argument(
        "--stats", action="store_true", help="count what was understood, with the reasons for what was not"
    )
    graph.add_argument(
        "--format",
        choices=("json", "mermaid", "text"),
        help="how to draw it (default: json; with --stats: text)",
    )
    graph.add_argument("--output", "-o", metavar="FILE", help="write the graph to a file")


def _add_color(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colours (default: on terminals)"
    )
