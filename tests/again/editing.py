"""Edits as people make them, and as nobody would: small ones, whole lines, broken ones, and back again."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

_SNIPPETS = (
    "", "x", "'", '"', "{", "}", "(", ")", "[", "]", "\n", "\n\n", "é", ", ", ": ", "=>", ";", "/*", "*/", "#", '"""',
    "// c\n", "# c\n", "const zz = 1;\n", "zz = 1\n", "    zz = 1\n", "new ", "this.", "self.", "return\n", "return;",
    "true", "false", "1", "foo()", "await ", "class Q {}\n", "class Q: pass\n", "function q() { return 1; }\n",
    "def q():\n    return 1\n", "    def q(self):\n        return 1\n", 'import "./x";\n', "import os\n", "export ",
    "if (process.env.A) { zz(); }\n", "if True:\n    pass\n", 'throw new Error("x");', "raise ValueError()\n",
    "interface I { a: string }\n", "private ", "static ", "async ", "@dataclass\n", "for (const i of [1, 2]) {",
)  # fmt: skip


class Editing:
    """Makes one text after another of the files of a program; ``random`` decides."""

    def __init__(self, texts: dict[str, str], paths: Sequence[str], random: Random) -> None:
        self.texts = dict(texts)
        self._first = dict(texts)
        self._paths = paths
        self._random = random
        self._last = ""
        self._before = ""

    def next(self) -> tuple[str, str]:
        """A path and its new text."""
        random = self._random
        kind = random.randrange(12)
        path = random.choice(self._paths)
        if kind < 5 and self._last:
            # People stay where they are for a while.
            path = self._last
        text = self.texts[path]
        if kind == 0:
            changed = [p for p in self._paths if self.texts[p] != self._first[p]]
            path = random.choice(changed or [path])
            new = self._first[path]
        elif kind in (1, 2) and self._last:
            path, new = self._last, self._before
        elif kind < 6:
            new = self._in_a_word(text)
        elif kind < 9:
            new = self._a_line(text)
        else:
            new = self._anything(text)
        self._last, self._before = path, self.texts[path]
        self.texts[path] = new
        return path, new

    def _in_a_word(self, text: str) -> str:
        at = self._random.randrange(len(text) + 1)
        return text[:at] + self._random.choice("abxyz019_ ") + text[at + self._random.randrange(2) :]

    def _a_line(self, text: str) -> str:
        lines = text.split("\n")
        one, other = self._random.randrange(len(lines)), self._random.randrange(len(lines))
        match self._random.randrange(3):
            case 0:
                lines.insert(one, lines[other])
            case 1:
                del lines[one]
            case _:
                lines[one], lines[other] = lines[other], lines[one]
        return "\n".join(lines)

    def _anything(self, text: str) -> str:
        at = self._random.randrange(len(text) + 1)
        if self._random.random() < 0.5:
            at = text.rfind("\n", 0, at) + 1
        return text[:at] + self._random.choice(_SNIPPETS) + text[at + self._random.choice((0, 0, 0, 1, 5)) :]
