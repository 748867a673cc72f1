"""Names that Python files have without binding them."""

from __future__ import annotations

import builtins
import re
from typing import Final

GIVEN: Final = frozenset({
    *dir(builtins), "__file__", "__name__", "__doc__", "__spec__", "__package__", "__class__", "__annotations__",
})  # fmt: skip

# With one of these, names may come from where nobody sees them.
OPENING: Final = re.compile(
    rb"\bexec\s*\(|\bglobals\s*\(|\b(?:__)?builtins(?:__)?\b|\bsys\.modules\b|\bNameError\b"
)

# Names that are bound by what leaves no statement behind.
BINDING: Final = re.compile(
    rb"(?m)^[ \t]*type[ \t]+(\w+)|\b(?:def|class)[ \t]+\w+[ \t]*\[([^\]]*)\]|:[ \t]*type[ \t]+(\w+)"
)

# With this, types that are written down are not looked at while the program runs.
LAZY: Final = re.compile(rb"(?m)^from[ \t]+__future__[ \t]+import\b.*\bannotations\b")
