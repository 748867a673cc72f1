"""Reads which source file a shell command would run, without running it."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from typing import NamedTuple

from stackproof.analysis import manifests
from stackproof.analysis.walking import JAVASCRIPT_SUFFIXES, TYPESCRIPT_SUFFIXES

_SEPARATORS = re.compile(r"&&|\|\||;|\||\n")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_PYTHON = re.compile(r"(python|py|pypy)[\d.]*(\.exe)?$", re.IGNORECASE)
_PACKAGE_MANAGERS = frozenset({"npm", "yarn", "pnpm", "bun"})
_MODULE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$")

# Options whose next word is not the program: taking it for one would name a helper as the entry.
_WITH_VALUE = frozenset(
    {
        "-r", "--require", "--import", "--loader", "--experimental-loader", "-P", "--project", "--tsconfig",
        "-p", "--package", "--env-file", "-C", "--directory", "--with", "-W", "-X", "-O", "--compiler-options",
        "--cwd", "--dir", "--prefix",
    }
)  # fmt: skip

# Folders to which compilers write by convention; the source lies under one of the others.
_OUTPUT_FOLDERS = frozenset({"dist", "build", "out", "lib", ".build", "target"})
_SOURCE_FOLDERS = ("", "src")
_MAX_SCRIPT_DEPTH = 5


class Sources(NamedTuple):
    """The files that a command may name: those known to be there, and a way to ask for others."""

    known: frozenset[str]
    read: Callable[[str], bytes | None]

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return path in self.known or self.read(path) is not None

    def module(self, stem: str) -> str | None:
        """The file which a name without suffix means: TypeScript before JavaScript."""
        return next(
            (stem + s for s in (*TYPESCRIPT_SUFFIXES, *JAVASCRIPT_SUFFIXES) if self.has(stem + s)), None
        )

    def source(self, path: str) -> str | None:
        """The source file behind ``path``: itself, or the TypeScript next to a compiled file."""
        stem, suffix = os.path.splitext(path)
        if suffix in JAVASCRIPT_SUFFIXES:
            written = next((stem + s for s in TYPESCRIPT_SUFFIXES if self.has(stem + s)), None)
            return written or (path if self.has(path) else None)
        if suffix in (*TYPESCRIPT_SUFFIXES, ".py"):
            return path if self.has(path) else None
        return self.module(path) or self.module(os.path.join(path, "index"))


def entry_of_command(command: str, folder: str, sources: Sources, depth: int = 0) -> str | None:
    """The source file that ``command``, started in ``folder``, runs; None when that cannot be seen.

    The last part of a chain that names a file counts: earlier ones install or compile.
    """
    found = None
    for part in _SEPARATORS.split(command):
        try:
            words = shlex.split(part, posix=True)
        except ValueError:
            words = re.sub(r"[\"']", "", part).split()
        # On Windows people write bin\app.ts; backslashes that shlex would eat mean folders there.
        if "\\" in part:
            words = part.replace("\\", "/").split()
        while words and (_ASSIGNMENT.match(words[0]) or words[0] in ("cross-env", "env", "exec", "time")):
            words = words[1:]
        if len(words) == 2 and words[0] == "cd":
            folder = os.path.normpath(os.path.join(folder, words[1]))
            continue
        found = _entry_of_words(words, folder, sources, depth) or found
    return found


def _entry_of_words(words: list[str], folder: str, sources: Sources, depth: int) -> str | None:
    runs_python = any(_PYTHON.match(os.path.basename(word)) for word in words)
    script = _package_script(words, folder, sources, depth)
    if script is not None:
        return script
    index = 0
    while index < len(words):
        word = words[index]
        if word == "-m" and runs_python and index + 1 < len(words):
            module = _python_module(words[index + 1], folder, sources)
            if module is not None:
                return module
            index += 2
        elif word.startswith("-"):
            index += 2 if word in _WITH_VALUE else 1
        else:
            path = _named(word, folder, sources, first=index == 0)
            if path is not None:
                return path
            index += 1
    return _python_script(words, folder, sources)


def _named(word: str, folder: str, sources: Sources, first: bool) -> str | None:
    """The file that a word of a command means, None when it is no file."""
    path = os.path.normpath(os.path.join(folder, word))
    suffix = os.path.splitext(word)[1]
    if suffix in (*TYPESCRIPT_SUFFIXES, *JAVASCRIPT_SUFFIXES, ".py"):
        return sources.source(path) or _uncompiled(path, folder, sources)
    # A bare word at the start is a command, even when a file has the same name.
    if first and not word.startswith("."):
        return None
    if word in (".", "./"):
        return entry_of_package(path, sources) or sources.source(path)
    python = os.path.join(path, "__main__.py")
    return sources.source(path) or (python if sources.has(python) else None)


def _uncompiled(path: str, folder: str, sources: Sources) -> str | None:
    """The source of a compiled file that lies in an output folder."""
    stem, suffix = os.path.splitext(os.path.relpath(path, folder).replace(os.sep, "/"))
    if suffix not in JAVASCRIPT_SUFFIXES:
        return None
    compiler = manifests.compiler_folders(sources.read(os.path.join(folder, "tsconfig.json")))
    out = os.path.normpath(compiler.get("outDir", ".")).replace(os.sep, "/")
    stems = []
    if out != "." and stem.startswith(out + "/"):
        rest = stem[len(out) + 1 :]
        stems += [
            os.path.join(compiler.get("rootDir", ""), rest),
            *(os.path.join(s, rest) for s in _SOURCE_FOLDERS),
        ]
    head, _, rest = stem.partition("/")
    if head in _OUTPUT_FOLDERS and rest:
        stems += [os.path.join(s, rest) for s in _SOURCE_FOLDERS]
    for candidate in stems:
        full = os.path.normpath(os.path.join(folder, candidate))
        found = next((full + s for s in TYPESCRIPT_SUFFIXES if sources.has(full + s)), None)
        if found is not None:
            return found
    return None


def entry_of_package(folder: str, sources: Sources) -> str | None:
    """The source of the file that package.json names as ``main``, or as its only ``bin``."""
    package = manifests.json_object(sources.read(os.path.join(folder, "package.json")))
    if package is None:
        return None
    binary = package.get("bin")
    if isinstance(binary, dict):
        binary = next(iter(binary.values())) if len(binary) == 1 else None
    for name in (package.get("main"), binary):
        if isinstance(name, str) and name:
            path = os.path.normpath(os.path.join(folder, name))
            found = sources.source(path) or _uncompiled(path, folder, sources)
            if found is not None:
                return found
    return None


def _package_script(words: list[str], folder: str, sources: Sources, depth: int) -> str | None:
    """What ``npm run x``, ``yarn x`` and the like stand for, by the scripts of package.json."""
    if not words or words[0] not in _PACKAGE_MANAGERS or depth >= _MAX_SCRIPT_DEPTH:
        return None
    package = manifests.json_object(sources.read(os.path.join(folder, "package.json"))) or {}
    scripts = package.get("scripts")
    if not isinstance(scripts, dict):
        return None
    name = next(
        (w for w in words[1:] if not w.startswith("-") and w not in ("run", "run-script", "exec")), None
    )
    script = scripts.get(name)
    return entry_of_command(script, folder, sources, depth + 1) if isinstance(script, str) else None


def _python_module(module: str, folder: str, sources: Sources) -> str | None:
    if not _MODULE.match(module):
        return None
    for base in _SOURCE_FOLDERS:
        stem = os.path.join(folder, base, *module.split("."))
        for path in (stem + ".py", os.path.join(stem, "__main__.py")):
            if sources.has(path):
                return path
    return None


def _python_script(words: list[str], folder: str, sources: Sources) -> str | None:
    """What ``uv run name`` and ``poetry run name`` stand for, by the scripts of pyproject.toml."""
    if "run" not in words:
        return None
    rest = [w for w in words[words.index("run") + 1 :] if not w.startswith("-")]
    if not rest:
        return None
    target = manifests.python_scripts(sources.read(os.path.join(folder, "pyproject.toml"))).get(rest[0])
    return _python_module(target.partition(":")[0].strip(), folder, sources) if target is not None else None
