"""Makes the helper modules beside the tests importable."""

from __future__ import annotations

import sys
from pathlib import Path

for _folder in sorted(
    p for p in Path(__file__).parent.iterdir() if p.is_dir() and not p.name.startswith((".", "_"))
):
    if str(_folder) not in sys.path:
        sys.path.append(str(_folder))
