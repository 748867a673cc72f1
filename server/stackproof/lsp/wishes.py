"""What users may decide that concerns an editor alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

CompilerErrors = Literal["all", "fixable", "none"]

_KINDS: tuple[CompilerErrors, ...] = get_args(CompilerErrors)


@dataclass(frozen=True)
class Wishes:
    """``compiler_errors`` as in `echoes.Echoes`. ``python`` is the interpreter, or the folder of the environment, whose
    packages the programs use; None leaves it to be found beside each program.
    """

    compiler_errors: CompilerErrors = "fixable"
    python: str | None = None


def read(data: Any) -> tuple[Wishes, list[str]]:
    """The wishes in an editor's settings, with a complaint for each that was left out."""
    if not isinstance(data, Mapping):
        return Wishes(), []
    complaints = []
    chosen = data.get("compilerErrors")
    kind = next((k for k in _KINDS if k == chosen), None)
    if chosen is not None and kind is None:
        complaints.append(f"'compilerErrors' must be one of {', '.join(_KINDS)}, not {chosen!r}")
    python = data.get("python")
    if python is not None and not isinstance(python, str):
        complaints.append("'python' must be the path of a Python interpreter")
        python = None
    return Wishes(kind or "fixable", (python or "").strip() or None), complaints
