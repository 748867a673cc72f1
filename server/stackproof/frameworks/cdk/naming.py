"""The names which the library makes up for what has none, from the ids of the constructs around it."""

from __future__ import annotations

import hashlib
import re

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.around import levels
from stackproof.model.construction import Construction
from stackproof.model.runtime import Reference
from stackproof.model.values import Scalar, Template, Unknown, Value

_MOST_READABLE = 240
_STRANGE = re.compile("[^A-Za-z0-9]")


def unique_id(construction: Construction, *inner: str) -> str | None:
    """What ``Names.uniqueId`` gives for a construct (or for one inside of it); None where a name on the way is not known.

    Real programs stand in an app: without one, nothing is known of what is around.
    """
    path = _path(construction)
    return None if path is None else _joined([*path, *inner])


def path_of(construction: Construction, *inner: str) -> str | None:
    """The path of a construct (or of one inside of it) in its app; None where a name on the way is not known."""
    path = _path(construction)
    return None if path is None else "/".join((*path, *inner))


def _path(construction: Construction) -> list[str] | None:
    """The ids of the constructs around one, and its own."""
    ids: list[str] = []
    for level in levels(Reference(construction)):
        if level is None:
            return None
        if level.key == "core.App":
            return ids[::-1]
        named = level.construction.arguments.at(1, "id")
        text = None if named is None else named.text()
        if text is None:
            return None
        ids.append(text)
    return None


def _joined(path: list[str]) -> str:
    shown = [name for name in path if name != "Default"]
    if len(shown) == 1:
        return _STRANGE.sub("", shown[0])
    # Nothing is kept secret by the sum: it only tells paths apart.
    digest = hashlib.md5("/".join(shown).encode(), usedforsecurity=False).hexdigest()[:8].upper()
    distinct: list[str] = []
    for name in shown:
        if not distinct or not distinct[-1].endswith(name):
            distinct.append(name)
    readable = "".join(_STRANGE.sub("", name) for name in distinct if name != "Resource")
    return readable[:_MOST_READABLE] + digest


def made_up(call: Call, most: int = 0) -> Value:
    """The name of a construct that has none of its own: its unique id, of which ``most`` letters are kept, half at each end."""
    known = unique_id(call.construction)
    if known is None:
        return Unknown("a name that the library makes up")
    if most and len(known) > most:
        known = known[: most // 2] + known[-(most // 2) :]
    return Scalar(known)


def with_region(call: Call, most: int, *, first: bool) -> Value:
    """The unique id of at most so many letters with the region of the stack; None where it is longer."""
    known = unique_id(call.construction)
    if known is None:
        return Unknown("a name that the library makes up")
    region = call.world.pseudo("region")
    return Template((region, known) if first else (f"{known[:most]}-", region))
