"""The work on a program grows with its size, not with the square of it: counted, so that every machine agrees."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from types import FrameType

import pytest
from growing_shapes import SHAPES, Files

from stackproof.analysis.workspace import Workspace

_SMALL = 16
# What is added by doubling twice, over what is added by doubling once: 2 for proportional work, 4 for quadratic.
_PROPORTIONAL = 2.35


def work(files: Files, folder: Path) -> Counter[str]:
    """How often each function is called when the files are checked for the first time."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    snapshot = Workspace([str(folder)]).snapshot()
    called: Counter[str] = Counter()

    def count(frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            called[f"{Path(frame.f_code.co_filename).name}:{frame.f_code.co_qualname}"] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        report = snapshot.check()
    finally:
        sys.setprofile(before)
    assert report.programs
    assert all(p.graph.complete for p in report.programs)
    return called


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_program_is_twice_the_work(shape: str, tmp_path: Path) -> None:
    # What is read once per process is read before anything is counted.
    work(SHAPES[shape](2), tmp_path / "warm")
    one, two, four = (work(SHAPES[shape](_SMALL * n), tmp_path / str(n)) for n in (1, 2, 4))
    growth = (four.total() - two.total()) / (two.total() - one.total())
    steep = [
        f"{name} {one[name]} {two[name]} {count}"
        for name, count in four.most_common(400)
        if count - two[name] > _PROPORTIONAL * (two[name] - one[name]) and count > 100
    ]
    assert growth < _PROPORTIONAL, "\n".join([f"the work grows by {growth:.2f}", *steep])
