"""Measures cold checks, keystrokes through the protocol, and memory, against a full parse of the same program.

usage: python tests/benchmarks/run.py [--write] [--keystrokes N]
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import tree_sitter_python
import tree_sitter_typescript
from programs import make
from session import Session
from tree_sitter import Language, Parser

HERE = Path(__file__).parent
TOOLCHAINS = HERE.parents[1] / ".cache" / "toolchains"


def parse_ms(language: str, files: dict[str, str]) -> float:
    """The median time of one full parse of all files, in milliseconds."""
    grammar = (
        tree_sitter_typescript.language_typescript()
        if language == "typescript"
        else tree_sitter_python.language()
    )
    parser = Parser(Language(grammar))
    texts = [t.encode() for name, t in files.items() if name.endswith((".ts", ".py"))]
    times = []
    for _ in range(7):
        started = time.perf_counter()
        for text in texts:
            parser.parse(text)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def cold_ms(root: Path) -> float:
    """A check from the command line, process start included; the median of three, in milliseconds."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "stackproof", "check", "--format", "json", str(root)],
            stdout=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def keystrokes(root: Path, file: Path, needle: str, count: int) -> tuple[list[float], float, float]:
    """Milliseconds from each keystroke to its diagnostics; then the server's memory (MB) and time to be ready (ms).

    The keystrokes type and delete a word inside the text of a tag, in the middle of the program's largest class.
    """
    session = Session(root)
    text = file.read_text()
    uri = file.as_uri()
    language = "typescript" if file.suffix == ".ts" else "python"
    session.notify(
        "textDocument/didOpen",
        {"textDocument": {"uri": uri, "languageId": language, "version": 1, "text": text}},
    )
    session.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    before = text[: text.index(needle, len(text) // 2) + len(needle)]
    line, character = before.count("\n"), len(before) - before.rfind("\n") - 1
    times = []
    for number in range(count):
        typing = number % 10 < 5
        at = character + (number % 10 if typing else 10 - number % 10)
        start, end = (at, at) if typing else (at - 1, at)
        change = {
            "range": {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}},
            "text": "x" if typing else "",
        }
        started = time.perf_counter()
        session.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": number + 2}, "contentChanges": [change]},
        )
        session.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        times.append((time.perf_counter() - started) * 1000)
    memory, ready = session.memory_mb(), session.ready_ms
    session.close()
    return times, memory, ready


def other_ms(language: str, root: Path) -> float | None:
    """What the language's own checker takes for the same program; None when it is not installed."""
    if language == "typescript":
        compiler = TOOLCHAINS / "node" / "node_modules" / ".bin" / "tsc"
        if not compiler.exists():
            return None
        (root / "node_modules").symlink_to(TOOLCHAINS / "node" / "node_modules")
        command = [str(compiler), "--noEmit", "-p", str(root)]
    else:
        checker = TOOLCHAINS / "python" / "bin" / "pyright"
        if not checker.exists():
            return None
        command = [str(checker), "--pythonpath", str(TOOLCHAINS / "python" / "bin" / "python"), str(root)]
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, cwd=root)
    return (time.perf_counter() - started) * 1000


def measure(language: str, lines: int, count: int) -> str:
    """One row of the table."""
    files = make(language, lines)
    folder = Path(tempfile.mkdtemp(prefix="stackproof-bench-")).resolve()
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        parse = parse_ms(language, files)
        cold = cold_ms(folder)
        suffix = "ts" if language == "typescript" else "py"
        needle = "description: 'service " if suffix == "ts" else 'description="service '
        times, memory, ready = keystrokes(folder, folder / f"lib/network0.{suffix}", needle, count)
        ordered = sorted(times)
        p50, p95 = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
        other = other_ms(language, folder)
    finally:
        shutil.rmtree(folder)
    total = sum(t.count("\n") for n, t in files.items() if n.endswith(f".{suffix}"))
    compared = f"{other:.0f} ms ({cold / other:.2f})" if other is not None else "not installed"
    return (
        f"| {language} | {total} | {parse:.1f} ms | {cold:.0f} ms | {p50:.1f} ms ({p50 / parse:.1f}) |"
        f" {p95:.1f} ms ({p95 / parse:.1f}) | {ready:.0f} ms | {memory:.0f} MB | {compared} |"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="record the table in RESULTS.md")
    parser.add_argument("--keystrokes", type=int, default=100)
    options = parser.parse_args()
    rows = [
        "| language | lines | full parse | cold check | keystroke p50 (in parses) | p95 (in parses) | server ready"
        " | memory | tsc / pyright (cold check as a part of it) |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for language in ("typescript", "python"):
        for lines in (200, 1_000, 5_000):
            rows.append(measure(language, lines, options.keystrokes))
            print(rows[-1], flush=True)
    if options.write:
        table = "\n".join(rows)
        # What others measure stands below.
        below = (HERE / "RESULTS.md").read_text().partition("\n## ")
        (HERE / "RESULTS.md").write_text(
            "# Benchmarks\n\nMade with `make toolchains benchmark` (`python tests/benchmarks/run.py --write`), on"
            f" {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}.\nA keystroke is measured"
            " from sending `didChange` to receiving the answer to `textDocument/diagnostic`, through the protocol.\n"
            "A full parse is one tree-sitter parse of all the program's files in the same run.\n\n"
            + table
            + "\n"
            + "".join(below[1:])
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
