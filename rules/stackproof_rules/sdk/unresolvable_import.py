"""Finds imports of modules and names that the installed packages do not have."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Graph, Package, Severity, as_sure_as, by_version, is_compiled, rule
from stackproof.rulekit.exports import Shelf, files_with_shelves, is_generated
from stackproof.rulekit.import_fixes import corrected
from stackproof.rulekit.meant import SURE, Wrong, is_of_old_cdk, wrong_in


def _may_be_older(package: Package, wrong: Wrong) -> bool:
    """Whether earlier versions of a package have or had it so: providers kept services together, others had folders."""
    meant, written = wrong.meant, wrong.line.module
    if meant is None:
        return False
    if package.provider:
        own = written.replace("/", ".").rpartition(".")[2]
        return meant.how == "moved" or (wrong.taken is None and own.isalnum() and own.islower())
    place = meant.place.module
    return wrong.taken is None and not is_of_old_cdk(wrong) and _around(place) != _around(written)


def _around(module: str) -> str:
    return module.replace("/", ".").rpartition(".")[0]


def _severity(shelf: Shelf, wrong: Wrong, renewed: bool) -> Severity | None:
    """How sure it is that an import fails; None where it may be right for another version than is known."""
    package = shelf.package(wrong.line.module)
    if package is None or package.is_installed:
        return Severity.ERROR
    if wrong.meant is None or _may_be_older(package, wrong) or (is_of_old_cdk(wrong) and not renewed):
        return None
    if wrong.meant.how in SURE:
        return as_sure_as(package, Severity.ERROR)
    return Severity.HINT


def _message(shelf: Shelf, wrong: Wrong) -> str:
    package = shelf.package(wrong.line.module)
    said = "" if package is None else by_version(package)
    what = f"there is no module '{wrong.line.module}'"
    if wrong.taken is not None:
        what = f"'{wrong.line.module}' has no '{wrong.taken.name}'"
    if wrong.meant is None:
        return what + said
    place = wrong.meant.place
    if wrong.taken is None or not place.name:
        return f"{what}; did you mean '{place.module}'?{said}"
    if place.module == wrong.line.module:
        return f"{what}; did you mean '{place.name}'?{said}"
    return f"{what}; '{place.name}' is in '{place.module}'{said}"


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for file, shelf in files_with_shelves(graph):
        for line in file.imports:
            if line.guarded or line.module not in file.outside or is_generated(line.module):
                continue
            for wrong in wrong_in(shelf, file, line):
                severity = _severity(shelf, wrong, shelf.is_new_cdk)
                if severity is not None:
                    fix = corrected(file, wrong)
                    at = line.at if wrong.taken is None else wrong.taken.at
                    yield Finding(
                        at=at,
                        message=_message(shelf, wrong),
                        fixes=[] if fix is None else [fix],
                        severity=severity,
                        told_by_compiler=is_compiled(at, shelf.package(line.module)),
                    )
