"""Finds what an import is meant to get where a package does not have what it asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from stackproof.model.names import FileNames, ImportLine, Taken
from stackproof.rulekit.exports import Place, Shelf, root_of
from stackproof.rulekit.nearest import nearest, words_of

Kinship = Literal["spelling", "number", "slip", "meaning", "words", "suffix", "moved", "use"]

# Where things went when the CDK became one package.
_OLD_CORE = ("core",)
_OLD_SCOPE = "@aws-cdk/"
_NEW = {"typescript": "aws-cdk-lib", "python": "aws_cdk"}

# In these, a name is certainly another spelling of the same thing.
SURE: frozenset[Kinship] = frozenset({"spelling", "suffix", "moved"})


@dataclass(frozen=True)
class Meant:
    """The place that is meant, and by what it is known.

    As for `nearest`; ``suffix``: the library had to add a letter. ``moved``: the same name, elsewhere. ``use``: all that is
    read from it is there.
    """

    place: Place
    how: Kinship


@dataclass(frozen=True)
class Wrong:
    """An import of something that is not there: a module (``taken`` is None), or a name in one.

    ``meant`` is in its place, None when that cannot be said. ``others`` are the names of the line that go elsewhere
    than the module that is meant; ``whole`` when all of them are somewhere.
    """

    line: ImportLine
    taken: Taken | None
    meant: Meant | None = None
    others: tuple[tuple[Taken, Place], ...] = ()
    whole: bool = True


def wrong_in(shelf: Shelf, file: FileNames, line: ImportLine) -> Iterator[Wrong]:
    """What is wrong with one import, at most one thing for each place of the text."""
    if _is_old_cdk(shelf, line.module) or shelf.has_module(line.module) is False:
        yield _module(shelf, file, line)
        return
    for taken in line.taken:
        if shelf.lacks(line.module, taken.name):
            yield Wrong(line, taken, _name(shelf, file, line.module, taken))


def is_of_old_cdk(wrong: Wrong) -> bool:
    """Whether an import is right where the CDK's first version is installed."""
    line, taken = wrong.line, wrong.taken
    if taken is not None:
        return line.module == _NEW["python"] and taken.name in _OLD_CORE
    return line.module.startswith(_OLD_SCOPE) or line.module in [f"{_NEW['python']}.{n}" for n in _OLD_CORE]


def _is_old_cdk(shelf: Shelf, module: str) -> bool:
    """Whether a module is of the CDK's first version, where the second is installed and this is not."""
    new = shelf.package(_NEW["typescript"]) if shelf.facts.language == "typescript" else None
    if new is None or not module.startswith(_OLD_SCOPE) or shelf.package(module) is not None:
        return False
    return new.is_installed and _renewed(shelf, module) != ""


def _renewed(shelf: Shelf, module: str) -> str:
    """What became of a module of the CDK's first version; empty for none."""
    new = _NEW[shelf.facts.language]
    last = (
        module.removeprefix(_OLD_SCOPE) if module.startswith(_OLD_SCOPE) else module.removeprefix(new + ".")
    )
    if last in _OLD_CORE and last != module:
        return new
    return f"{new}/{last}" if module.startswith(_OLD_SCOPE) and shelf.has_module(f"{new}/{last}") else ""


# --- modules ---


def _module(shelf: Shelf, file: FileNames, line: ImportLine) -> Wrong:
    renewed = _renewed(shelf, line.module)
    if renewed:
        return _placed(shelf, line, Meant(Place(renewed), "moved"))
    root = root_of(shelf.facts, line.module)
    used = _used(file, line)
    near = _near_module(shelf, root, _last(line.module), used)
    if near is not None:
        return _placed(shelf, line, near)
    return _by_names(shelf, line, root)


def _last(module: str) -> str:
    return module.replace("/", ".").rpartition(".")[2]


def _used(file: FileNames, line: ImportLine) -> frozenset[str]:
    """The names that a file wants from a module."""
    names = {taken.name for taken in line.taken}
    if line.namespace is not None and not line.path_binding:
        names |= _read_from(file, line.namespace)
    return frozenset(names)


def _read_from(file: FileNames, name: str) -> set[str]:
    return {mention.members[0] for mention in file.mentions.get(name, ()) if mention.members}


def _near_module(shelf: Shelf, root: str, last: str, used: Collection[str]) -> Meant | None:
    """The module of a package that has a name like this and all that is used; else the only one that has all of it."""
    near = nearest(last, shelf.modules(root))
    if near is not None and (near.how == "spelling" or (near.how != "words" and not used)):
        return Meant(Place(shelf.below(root, near.name)), near.how)
    fitting = {_last(module): module for module in _with_all(shelf, root, used)}
    near = nearest(last, fitting)
    if near is not None:
        return Meant(Place(fitting[near.name]), near.how)
    telling = [name for name in used if name[:1].isupper()]
    if len(fitting) == 1 and len(telling) >= 2:
        return Meant(Place(next(iter(fitting.values()))), "use")
    return None


def _with_all(shelf: Shelf, root: str, names: Collection[str]) -> list[str]:
    """The modules right below a package's own that have all of some names; none where there are no names."""
    sets = [{place.module for place in shelf.places(name, (root,))} for name in names]
    return sorted(module for module in set.intersection(*sets) if module != root) if sets else []


def _placed(shelf: Shelf, line: ImportLine, meant: Meant) -> Wrong:
    """The line with the module that is meant, and where those of its names are that are not in that."""
    lacking = [taken for taken in line.taken if not shelf.offers(meant.place.module, taken.name)]
    places = [(taken, _elsewhere(shelf, taken.name)) for taken in lacking]
    if lacking and len(lacking) == len(line.taken):
        named = _by_names(shelf, line, root_of(shelf.facts, line.module))
        if named.meant is not None:
            return named
    others = tuple((taken, place) for taken, place in places if place is not None)
    return Wrong(line, None, meant, others, whole=len(others) == len(lacking))


def _by_names(shelf: Shelf, line: ImportLine, root: str) -> Wrong:
    """The line with the module of its first name, when all its names are in one place each."""
    places = [(taken, _elsewhere(shelf, taken.name, root)) for taken in line.taken]
    known = [(taken, place) for taken, place in places if place is not None]
    if not known or len(known) < len(places) or line.namespace is not None or line.star:
        return Wrong(line, None)
    module = known[0][1].module
    others = tuple((taken, place) for taken, place in known if place != Place(module, taken.name))
    return Wrong(line, None, Meant(Place(module), "moved"), others)


# --- names ---


def _name(shelf: Shelf, file: FileNames, module: str, taken: Taken) -> Meant | None:
    exports = shelf.facts.exports(module)
    if exports is None:
        return None
    if f"{taken.name}A" in exports.names:
        # Where a class would be named like a struct, Terraform's bindings give it a letter more.
        return Meant(Place(module, f"{taken.name}A"), "suffix")
    if taken.name in _OLD_CORE and module == _NEW["python"]:
        return Meant(Place(module), "moved")
    used = _read_from(file, taken.alias)
    if used and not taken.name[:1].isupper():
        near = _near_module(shelf, module, taken.name, used)
        return (
            None
            if near is None
            else Meant(Place(module, module_name(shelf, module, near.place.module)), near.how)
        )
    kin = [n for n in (*exports.names, *exports.modules) if n[:1].isupper() == taken.name[:1].isupper()]
    near_name = nearest(taken.name, kin)
    if near_name is not None and near_name.how in ("spelling", "number", "slip"):
        return Meant(Place(module, near_name.name), near_name.how)
    elsewhere = _elsewhere(shelf, taken.name)
    if elsewhere is not None:
        return Meant(elsewhere, "moved")
    return None if near_name is None else Meant(Place(module, near_name.name), near_name.how)


def module_name(shelf: Shelf, root: str, module: str) -> str:
    """The name of a module in the package around it; empty when it has none."""
    last = _last(module)
    alike = (name for name in shelf.modules(root) if "".join(words_of(name)) == "".join(words_of(last)))
    return next((name for name in alike if shelf.below(root, name) == module), "")


def _elsewhere(shelf: Shelf, name: str, root: str = "") -> Place | None:
    """The one place where something of this name is, or of this name with the letter that bindings may add."""
    roots = (root,) if root else ()
    for spelled, kinds in ((name, ("class", "enum")), (f"{name}A", ("class",)), (name, ())):
        found: Iterable[Place] = shelf.places(spelled, roots, kinds)
        places = list(found)
        if places:
            return places[0] if len(places) == 1 else None
    return None
