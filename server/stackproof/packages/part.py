"""One package made ready to answer for a program."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

from stackproof.model.facts import Language, Package
from stackproof.packages.jsii.namespaces import JsiiNamespaces
from stackproof.packages.making import Maker
from stackproof.packages.namespaces import Namespaces
from stackproof.packages.pulumi.namespaces import PulumiNamespaces
from stackproof.packages.source import Source
from stackproof.packages.spelling import AsDeclared, JsiiPython, PulumiPython, Spelling


class Opened(NamedTuple):
    """One package as it is at hand: what is known of it, and where it lies."""

    package: Package
    source: Source
    module: str


def prefix_of(opened: Opened) -> str:
    """What all ids of a package begin with."""
    return opened.source.header.package + "."


class Packages(Protocol):
    """What finds packages for a program. ``module`` is what the program imports."""

    def open_npm(self, name: str) -> Opened | None:
        """The npm package of that name."""
        ...

    def open_pypi(self, module: str) -> Opened | None:
        """The Python package that a dotted module belongs to."""
        ...


class Part:
    """One package, ready to answer."""

    def __init__(self, opened: Opened, language: Language) -> None:
        header = opened.source.header
        self.opened = opened
        self.package = opened.package
        self.source = opened.source
        self.prefix = prefix_of(opened)
        folder = opened.package.folder if opened.package.is_installed else ""
        self.spelling: Spelling = AsDeclared()
        self.namespaces: Namespaces
        if header.family == "jsii":
            self.namespaces = JsiiNamespaces(opened.source, language, opened.module, folder)
            if language == "python":
                self.spelling = JsiiPython()
        else:
            self.namespaces = PulumiNamespaces(opened.source, language, opened.module, folder)
            if language == "python":
                self.spelling = PulumiPython()
        self.inherits_calls = header.family != "jsii"
        self.maker: Maker | None = None


_MODULES: Final = MappingProxyType(
    {
        "aws-cdk-lib": "aws_cdk",
        "@aws-cdk/cloud-assembly-schema": "aws_cdk.cloud_assembly_schema",
        "@pulumi/pulumi": "pulumi",
    }
)


def python_module(name: str) -> str:
    """The module under which Python knows what npm calls so; a guess for those without a rule."""
    if name in _MODULES:
        return _MODULES[name]
    scope, _, last = name.rpartition("/")
    last = last.replace("-", "_")
    if scope == "@aws-cdk":
        return f"aws_cdk.{last}"
    if scope == "@pulumi":
        return f"pulumi_{last}"
    if scope == "@cdktf":
        return f"cdktf_cdktf_{last}"
    return f"{scope.lstrip('@')}_{last}" if scope else last
