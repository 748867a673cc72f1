"""Finds all rules by walking the folder of a package, so that there is no list to keep."""

from __future__ import annotations

import importlib
import importlib.util
import logging
from collections.abc import Iterator
from pathlib import Path

from stackproof.rulekit.rule import Rule

logger = logging.getLogger(__name__)


def _modules(package: str) -> Iterator[str]:
    spec = importlib.util.find_spec(package)
    for root in (spec.submodule_search_locations or ()) if spec is not None else ():
        base = Path(root)
        for path in sorted(base.rglob("*.py")):
            parts = path.relative_to(base).with_suffix("").parts
            # Names that begin with an underscore are helpers of their folder, not rules.
            if all(part.isidentifier() and not part.startswith("_") for part in parts):
                yield ".".join((package, *parts))


def load_rules(package: str = "stackproof_rules") -> tuple[Rule, ...]:
    """All rules of a package, sorted by folder and name.

    A module that cannot be imported is logged and costs only its own rule.
    """
    found: dict[str, Rule] = {}
    for name in _modules(package):
        try:
            module = importlib.import_module(name)
        except Exception:
            logger.exception("rule module %s cannot be loaded", name)
            continue
        for member in vars(module).values():
            if isinstance(member, Rule) and member.check.__module__ == name:
                found[member.id] = member
    return tuple(sorted(found.values(), key=lambda r: (r.room, r.id)))
