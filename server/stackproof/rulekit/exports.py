"""Where the packages of a program keep what a file wants to import."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from stackproof.model.facts import Fact, Facts, Found, Package
from stackproof.model.graph import Graph
from stackproof.model.names import FileNames
from stackproof.model.runtime import Symbol

# What packages build upon, by what their names begin with: it is there where they are.
_SHARED = (
    ("aws-cdk-lib", "constructs"), ("cdktf", "constructs"), ("cdktn", "constructs"), ("aws_cdk", "constructs"),
    ("@pulumi/", "@pulumi/pulumi"), ("pulumi_", "pulumi"),
    # Where it is installed, modules of version 1 are a mistake; else they may be right.
    ("@aws-cdk/", "aws-cdk-lib"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Something that can be imported: ``name`` out of ``module``, or the module itself where there is no name."""

    module: str
    name: str = ""


class Shelf:
    """The packages that the files of one language import, as far as they are known.

    ``roots`` are what they are imported by. ``is_new_cdk`` when the program needs the CDK's second version for
    something.
    """

    def __init__(self, facts: Facts, roots: Iterable[str], is_new_cdk: bool = False) -> None:
        self.facts = facts
        self.roots = tuple(dict.fromkeys(roots))
        self.is_new_cdk = is_new_cdk

    def package(self, module: str) -> Package | None:
        """The package of a module."""
        return self.facts.package(module)

    def find(self, module: str, *names: str) -> Found | None:
        """Where names in a module lead."""
        return self.facts.find(Symbol(module, names))

    def offers(self, module: str, name: str) -> bool:
        """Whether a name can be imported from a module, for all that is known."""
        found = self.find(module, name)
        if found is None or found.missing or found.rest:
            return False
        return found.fact is not None or (found.exports is not None and found.exports.module != module)

    def lacks(self, module: str, name: str) -> bool:
        """Whether a name certainly cannot be imported from a module."""
        found = self.find(module, name)
        return found is not None and found.missing == name and found.exports is not None

    def has_module(self, module: str) -> bool | None:
        """Whether a module of a known package is there; None when that is not known."""
        found = self.find(module)
        if found is None:
            return None
        bundled = found.package.provider and not found.package.is_installed
        if found.missing or (bundled and found.exports is not None and not found.exports.complete):
            # Providers have nothing but modules of one resource each.
            return bool(found.exports and found.exports.names)
        return True if found.exports is not None and found.exports.complete else None

    def modules(self, root: str) -> Iterator[str]:
        """The names of the modules right below a package's own."""
        exports = self.facts.exports(root)
        yield from () if exports is None else exports.modules

    def below(self, root: str, name: str) -> str:
        """What a program imports to get the module of that name in a package."""
        found = self.find(root, name)
        return "" if found is None or found.exports is None else found.exports.module

    def places(self, name: str, roots: Collection[str] = (), kinds: Collection[str] = ()) -> list[Place]:
        """Where things of this name are, in the packages at ``roots`` or in all; of some ``kinds`` only, if given."""
        facts = self.facts.named(name, tuple(roots or self.roots))
        found = [self._place(f) for f in facts if not kinds or f.kind in kinds]
        return list(dict.fromkeys(p for p in found if p is not None))

    def _place(self, fact: Fact) -> Place | None:
        *around, last = fact.name.split(".")
        if not around:
            return Place(fact.module, last)
        found = self.find(fact.module, *around)
        if found is None or found.exports is None or found.fact is not None or found.missing:
            return None
        return Place(found.exports.module, last)


def root_of(facts: Facts, module: str) -> str:
    """What a program imports to have a module's whole package; empty when nothing is known about it."""
    package = facts.package(module)
    if package is None:
        return ""
    separator = "." if facts.language == "python" else "/"
    steps = module.split(separator)
    for count in range(1, len(steps)):
        around = separator.join(steps[:count])
        if facts.package(around) == package:
            return around
    return module


def is_generated(module: str) -> bool:
    """Whether an import asks for bindings that were generated for this program, of a version that nobody tells."""
    return module.startswith((".", "/")) or ".gen/" in module or module.partition(".")[0] == "imports"


def _needs_new_cdk(file: FileNames) -> bool:
    """Whether a file takes something out of what was nothing but a folder in the CDK's first version."""
    for line in file.imports:
        if line.module == "aws_cdk":
            names = {taken.name for taken in line.taken}
            read = file.mentions.get(line.namespace or "", ())
            names |= {mention.members[0] for mention in read if mention.members}
            if any(name[:1].isupper() for name in names):
                return True
    return False


def files_with_shelves(graph: Graph) -> Iterator[tuple[FileNames, Shelf]]:
    """The files of a program with the packages that files of their language import, as far as any are known."""
    known: list[tuple[FileNames, Shelf]] | None = graph.views.get("shelves")  # type: ignore[assignment]
    if known is None:
        known = [pair for facts in graph.facts.values() for pair in _with_shelves(graph, facts)]
        graph.views["shelves"] = known
    yield from known


def _with_shelves(graph: Graph, facts: Facts) -> Iterator[tuple[FileNames, Shelf]]:
    """The files in one language; what a file imports itself comes first for it."""
    files = [file for file in graph.names if file.language == facts.language]
    own = [_roots(facts, file) for file in files]
    every = tuple(dict.fromkeys(root for roots in own for root in roots))
    new = any(_needs_new_cdk(file) for file in files)
    for file, roots in zip(files, own, strict=True):
        if every:
            yield file, Shelf(facts, [*roots, *every], new)


def _roots(facts: Facts, file: FileNames) -> list[str]:
    """The packages that a file imports, and those which must be there for these."""
    modules = [m for line in file.imports if (m := line.module) in file.outside and not is_generated(m)]
    shared = {root for module in modules for start, root in _SHARED if module.startswith(start)}
    roots = [root for module in modules if (root := root_of(facts, module))]
    if "aws-cdk-lib" in shared and _is_there(facts, "aws-cdk-lib"):
        shared.add("constructs")
    return [*roots, *(root for root in sorted(shared) if _is_there(facts, root))]


def _is_there(facts: Facts, shared: str) -> bool:
    """Whether what others build upon is at hand; of the CDK itself only where it is installed."""
    package = facts.package(shared)
    return package is not None and (package.is_installed or shared != "aws-cdk-lib")
