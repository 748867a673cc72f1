"""Puts calls of an unknown function in the place of what an example says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from example_programs import Case

from stackproof.rulekit.page import Expected

_IMPORT = {
    "python": "from company_settings import some_value\n",
    "typescript": "import { some_value } from 'company-settings';\n",
}
_CALL = "some_value()"
# Values as arguments, elements or entries; keys, parts of templates and module names are left alone.
_LITERAL = re.compile(
    r"""(?<=[:=,(\[ ])(?:'[^'\n`$]*'|"[^"\n`{]*"|\b(?:true|false|True|False|\d+)\b)(?=\s*[,;)\]}\n])"""
)


def _with_import(case: Case, text: str) -> str:
    return _IMPORT[case.example.language] + text


def instead_of(case: Case, place: Expected) -> dict[str, str]:
    """The example's files with an unknown value where the finding is expected."""
    files = dict(case.example.files)
    lines = files[place.file].splitlines(keepends=True)
    line = lines[place.line]
    lines[place.line] = line[: place.start] + _CALL + line[place.end :]
    files[place.file] = _with_import(case, "".join(lines))
    return files


def one_less(case: Case) -> Iterator[tuple[str, dict[str, str]]]:
    """The example's files with one literal less that is known, for each literal in the entry."""
    name, text = next(iter(case.example.files))
    for found in _LITERAL.finditer(text):
        line = text[text.rfind("\n", 0, found.start()) + 1 :]
        if line.startswith(("import", "from", "} from")):
            continue
        changed = text[: found.start()] + _CALL + text[found.end() :]
        yield found[0], {**dict(case.example.files), name: _with_import(case, changed)}
