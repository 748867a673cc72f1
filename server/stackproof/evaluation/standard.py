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
_PYTHON_MODULES = frozenset(sys.stdlib_module_names)


def is_standard(symbol: Symbol, typescript: bool) -> bool:
    """Whether a symbol belongs to the language or its standard library, which never touches the cloud."""
    if symbol.module == "":
        return True
    if typescript:
        return symbol.module.removeprefix("node:") in _NODE_MODULES
    return symbol.module.split(".")[0] in _PYTHON_MODULES


def is_environment(symbol: Symbol) -> bool:
    """Whether a symbol is the table of environment variables, whose values nobody knows beforehand."""
    return (symbol.module, symbol.names) in (
        ("", ("process", "env")),
        ("os", ("environ",)),
        ("process", ("env",)),
    )
