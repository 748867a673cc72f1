"""Which outside code cannot change or add to the resources that are given to it."""

from __future__ import annotations

import sys

from stackproof.model.construction import Construction
from stackproof.model.runtime import Reference

# Modules of Node.js itself, and globals of JavaScript and Python.
_NODE = frozenset(
    """assert async_hooks buffer child_process cluster console constants crypto dgram dns events fs http http2
    https inspector module net os path perf_hooks process punycode querystring readline repl stream
    string_decoder timers tls tty url util v8 vm worker_threads zlib""".split()  # noqa: SIM905
)
_GLOBALS = frozenset(
    """console JSON Math Date Number String Boolean Array Object Set Map Promise Error TypeError RangeError Buffer
    RegExp Symbol process parseInt parseFloat isNaN encodeURIComponent decodeURIComponent btoa atob setTimeout
    URL structuredClone require __dirname __filename
    print len str int float bool list dict tuple set frozenset sorted reversed enumerate zip range map filter
    sum min max any all abs round isinstance issubclass hasattr getattr type repr format open input id hash
    ValueError KeyError RuntimeError Exception NotImplementedError super property staticmethod
    classmethod dataclass""".split()  # noqa: SIM905
)
# Small helpers that read files or compute names.
_HELPERS = frozenset(
    {"dotenv", "constructs", "yaml", "js-yaml", "uuid", "lodash", "pydantic", "typing_extensions"}
)


def is_harmless(call: Construction) -> bool:
    """Whether a call goes to a standard library or a pure helper, itself or on the result of one."""
    for _ in range(20):
        if call.callee is not None:
            module = call.callee.module.removeprefix("node:")
            if module:
                root = module.split("/")[0]
                return root in _NODE or root.split(".")[0] in sys.stdlib_module_names or root in _HELPERS
            return not call.callee.names or call.callee.names[0] in _GLOBALS
        if not isinstance(call.receiver, Reference):
            return False
        call = call.receiver.construction
    return False
