"""Which library symbols belong to the languages themselves."""

from __future__ import annotations

import sys

from stackproof.model.runtime import Symbol

_NODE_MODULES = frozenset(
    [
        "assert",
        "buffer",
        "child_process",
        "cluster",
        "console",
        "constants",
        "crypto",
        "dns",
        "events",
        "fs",
        "fs/promises",
        "http",
        "https",
        "module",
        "net",
        "os",
        "path",
        "process",
        "querystring",
        "stream",
        "string_decoder",
        "timers",
        "url",
        "util",
        "v8",
        "vm",
        "worker_threads",
        "zlib",
    ]
)
# Modules of both languages whose answers depend on where and when the program runs.
_WORLD = frozenset(
    [
        "child_process",
        "crypto",
        "datetime",
        "fs",
        "getpass",
        "glob",
        "http",
        "https",
        "io",
        "os",
        "pathlib",
        "platform",
        "process",
        "random",
        "secrets",
        "shutil",
        "socket",
        "subprocess",
        "tempfile",
        "time",
        "urllib.request",
        "uuid",
    ]
)
_PYTHON_MODULES = frozenset(sys.stdlib_module_names)


def is_standard(symbol: Symbol, typescript: bool) -> bool:
    """Whether a symbol belongs to the language or its standard library, which never touches the cloud."""
    if symbol.module == "":
        return True
    if typescript:
        return symbol.module.removeprefix("node:") in _NODE_MODULES
    return symbol.module.split(".")[0] in _PYTHON_MODULES


def is_world(symbol: Symbol) -> bool:
    """Whether a symbol asks the world in which the program runs: files, clocks, chance, other processes."""
    name = ".".join(n for n in symbol.names if n != "default")
    module = symbol.module.removeprefix("node:").split("/")[0]
    if module == "":
        return name.split(".")[0] in ("Date", "open", "input") or name in ("Math.random", "process.cwd")
    return module in _WORLD and not name.startswith("path.")


def is_environment(symbol: Symbol) -> bool:
    """Whether a symbol is the table of environment variables, whose values nobody knows beforehand."""
    return (symbol.module, symbol.names) in (
        ("", ("process", "env")),
        ("os", ("environ",)),
        ("process", ("env",)),
    )
