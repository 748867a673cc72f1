"""Puts imports right: other modules, other names, names in other places."""

from __future__ import annotations

from collections.abc import Iterable

from stackproof.model.fix import Fix, Intent, ReplaceText
from stackproof.model.importing import AddImport, CallByImport, DropNames
from stackproof.model.names import FileNames, ImportLine, Taken
from stackproof.rulekit.exports import Place, Shelf, root_of
from stackproof.rulekit.meant import SURE, Meant, Wrong, module_name
from stackproof.rulekit.unimported import Unimported

_LOOK = "It is for you to say whether this is what is meant."


def corrected(file: FileNames, wrong: Wrong) -> Fix | None:
    """The fix of a wrong import; None where it cannot be said what is meant, or not all of it."""
    meant, line = wrong.meant, wrong.line
    if meant is None or not wrong.whole:
        return None
    if wrong.taken is None:
        return _other_module(file, wrong, meant)
    if meant.place.module != line.module or not meant.place.name:
        moved = _move(line, [(wrong.taken, meant.place)])
        what = f"'{wrong.taken.name}' from" if meant.place.name else "all of"
        return _fix(f"Import {what} '{meant.place.module}'", moved, meant)
    renamed = _rename(file, wrong.taken, meant.place.name)
    return _fix(f"Import '{meant.place.name}' instead", renamed, meant)


def added(shelf: Shelf, file: FileNames, found: Unimported, place: Place) -> Fix:
    """The fix that makes an unbound name known, or says in its place what the file knows already."""
    sure = len(found.places) == 1
    what = f"'{found.name}' from '{place.module}'" if place.name else f"'{place.module}' as '{found.name}'"
    title, intents = f"Import {what}", (AddImport(file.file, place.module, place.name, found.name),)
    around = _around(shelf, file, place)
    said: tuple[Intent, ...] = ()
    if around is not None and file.said(found.name) == len(found.mentions):
        said = tuple(CallByImport(m.at, around.module, around.name) for m in found.mentions)
        title = f"Take '{around.name}' from '{around.module}'"
    return Fix(
        title=title,
        goal="add-import",
        intents=said or intents,
        safe=sure,
        why_unsafe="" if sure else "There are several of this name; it is for you to say which is meant.",
        preferred=sure,
    )


def _around(shelf: Shelf, file: FileNames, place: Place) -> Place | None:
    """The same as something of a module that the file has imported as a whole; None when it has not."""
    if place.name and any(_has_whole(shelf, line, place.module) for line in file.imports):
        return place
    package = shelf.package(place.module)
    if package is None or not package.flavour.startswith("pulumi"):
        return None
    root = root_of(shelf.facts, place.module)
    if not any(line.module == root and line.namespace and not line.path_binding for line in file.imports):
        return None
    if place.name:
        return place
    name = module_name(shelf, root, place.module)
    return Place(root, name) if name else None


def _has_whole(shelf: Shelf, line: ImportLine, module: str) -> bool:
    if line.namespace and not line.path_binding and line.module == module:
        return True
    return any(
        shelf.below(line.module, taken.name) == module
        for taken in line.taken
        if module.startswith(line.module)
    )


def _fix(title: str, intents: Iterable[Intent], meant: Meant) -> Fix:
    safe = meant.how in SURE
    return Fix(
        title=title,
        goal="correct-import",
        intents=tuple(intents),
        safe=safe,
        why_unsafe="" if safe else _LOOK,
        preferred=True,
    )


def _other_module(file: FileNames, wrong: Wrong, meant: Meant) -> Fix | None:
    line, module = wrong.line, meant.place.module
    if line.path_binding:
        # The path is spelled at each use, too.
        return None
    intents: list[Intent] = [ReplaceText(line.at, module)]
    for taken, place in wrong.others:
        if place.module == module:
            intents += _rename(file, taken, place.name)
    moved = [(taken, place) for taken, place in wrong.others if place.module != module]
    if moved:
        intents += _move(line, moved)
    return _fix(f"Import from '{module}'", intents, meant)


def _move(line: ImportLine, moved: list[tuple[Taken, Place]]) -> list[Intent]:
    """Other imports for some names of a line, which loses them."""
    if len(moved) == len(line.taken) == 1 and not line.namespace and not line.default:
        return _move_all(line, *moved[0])
    numbers = tuple(line.taken.index(taken) for taken, _ in moved)
    added = [AddImport(line.at.file, place.module, place.name, taken.alias) for taken, place in moved]
    return [DropNames(line.statement, numbers), *added]


def _move_all(line: ImportLine, taken: Taken, place: Place) -> list[Intent]:
    """The same import of its one name from another place."""
    if not place.name:
        alias = "" if taken.alias == place.module else f" as {taken.alias}"
        return [ReplaceText(line.statement, f"import {place.module}{alias}")]
    intents: list[Intent] = [ReplaceText(line.at, place.module)]
    if place.name != taken.name:
        renamed = place.name if taken.alias != taken.name else f"{place.name} as {taken.alias}"
        intents.append(ReplaceText(taken.at, renamed))
    return intents


def _rename(file: FileNames, taken: Taken, name: str) -> list[Intent]:
    """Another name in an import and, where all its uses are seen, in these."""
    if taken.alias != taken.name:
        return [ReplaceText(taken.at, name)]
    uses = [m.at for m in file.mentions.get(taken.name, ())]
    seen = file.said(taken.name) == len(uses) + 1
    if not seen or name in file.bound or file.said(name):
        return [ReplaceText(taken.at, f"{name} as {taken.name}")]
    return [ReplaceText(taken.at, name), *(ReplaceText(at, name) for at in uses)]
