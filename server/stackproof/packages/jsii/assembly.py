"""The parts of a jsii assembly that hold facts, and how its file is found in a package."""

from __future__ import annotations

import os
import tarfile
import zlib
from pathlib import Path
from typing import IO, Any

import msgspec

from stackproof.packages.unreadable import MALFORMED, Unreadable


class Collection(msgspec.Struct, gc=False):
    kind: str
    elementtype: TypeReference


class Types(msgspec.Struct, gc=False):
    types: list[TypeReference]


class TypeReference(msgspec.Struct, gc=False):
    """Exactly one of the fields is given."""

    primitive: str = ""
    fqn: str = ""
    collection: Collection | None = None
    union: Types | None = None
    intersection: Types | None = None


class Custom(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    cloudformation_resource: str = ""
    cloudformation_attribute: str = ""
    resource: str = ""


class Docs(msgspec.Struct, frozen=True, gc=False):
    summary: str = ""
    remarks: str = ""
    default: str = ""
    see: str = ""
    deprecated: str | None = None
    stability: str = ""
    custom: Custom = Custom()


class Parameter(msgspec.Struct, gc=False):
    name: str
    type: TypeReference
    optional: bool = False
    variadic: bool = False


class Returns(msgspec.Struct, gc=False):
    type: TypeReference
    optional: bool = False


class Callable(msgspec.Struct, gc=False):
    docs: Docs = Docs()
    parameters: list[Parameter] = []
    protected: bool = False


class Method(Callable, gc=False):
    name: str = ""
    returns: Returns | None = None
    static: bool = False
    variadic: bool = False


class Property(msgspec.Struct, gc=False):
    name: str
    type: TypeReference
    docs: Docs = Docs()
    optional: bool = False
    static: bool = False
    const: bool = False
    immutable: bool = False
    protected: bool = False


class EnumValue(msgspec.Struct, gc=False):
    name: str
    docs: Docs = Docs()


class Declared(msgspec.Struct, gc=False):
    """A class, interface or enum; ``datatype`` marks the interfaces that are bags of arguments."""

    kind: str
    fqn: str
    name: str
    docs: Docs = Docs()
    namespace: str = ""
    base: str = ""
    interfaces: list[str] = []
    abstract: bool = False
    datatype: bool = False
    symbolId: str = ""
    initializer: Callable | None = None
    properties: list[Property] = []
    methods: list[Method] = []
    members: list[EnumValue] = []


class Submodule(msgspec.Struct, gc=False):
    symbolId: str = ""
    targets: dict[str, Any] = {}


class Assembly(msgspec.Struct, gc=False):
    name: str
    version: str
    types: dict[str, Declared] = {}
    submodules: dict[str, Submodule] = {}
    targets: dict[str, Any] = {}
    metadata: dict[str, Any] = {}
    dependencies: dict[str, str] = {}


class _Redirect(msgspec.Struct):
    schema: str = ""
    compression: str = ""
    filename: str = ""


def of_npm(folder: Path) -> Assembly:
    """The assembly of an npm package. Raises `Unreadable`."""
    try:
        data = (folder / ".jsii").read_bytes()
        redirect = _redirect(data)
        if redirect is not None:
            target = os.path.normpath(folder / redirect.filename)
            if not target.startswith(str(folder) + os.sep):
                raise Unreadable(f"{folder / '.jsii'} leads out of its package")
            data = _unzip(Path(target).read_bytes())
        return _decode(data)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"{folder / '.jsii'}: {error}") from error


class _Manifest(msgspec.Struct):
    exports: dict[str, Any] | None = None


def exported_paths(folder: Path) -> list[str] | None:
    """The paths in a package that its manifest lets programs import; None when it says nothing about them."""
    try:
        manifest = msgspec.json.decode((folder / "package.json").read_bytes(), type=_Manifest)
    except (OSError, *MALFORMED):
        return None
    if manifest.exports is None or any("*" in path for path in manifest.exports):
        return None
    return sorted(path.removeprefix("./") for path in manifest.exports if path.startswith("./"))


def of_archive(archive: Path) -> Assembly:
    """The assembly in the npm package that a Python package carries. Raises `Unreadable`."""
    try:
        # Streamed, for the archive is large and the assembly stands near its beginning.
        with tarfile.open(archive, "r|gz") as opened:
            for item in opened:
                if item.name not in ("package/.jsii", "package/.jsii.gz") or not item.isfile():
                    continue
                stream: IO[bytes] | None = opened.extractfile(item)
                data = b"" if stream is None else stream.read()
                if item.name.endswith(".gz"):
                    return _decode(_unzip(data))
                if _redirect(data) is None:
                    return _decode(data)
    except (OSError, EOFError, TypeError, zlib.error, tarfile.TarError) as error:
        # The library takes the type of nothing where a header ends too early.
        raise Unreadable(f"{archive}: {error}") from error
    raise Unreadable(f"{archive} holds no assembly")


# Far more than any assembly there is; a bomb must not fill the memory.
_LARGEST = 1_500_000_000


def _unzip(data: bytes) -> bytes:
    inflater = zlib.decompressobj(wbits=31)
    found = inflater.decompress(data, _LARGEST)
    if inflater.unconsumed_tail:
        raise Unreadable("an assembly is larger than anything that was ever published")
    if not inflater.eof:
        raise EOFError("the compressed assembly is cut off")
    return found


def _redirect(data: bytes) -> _Redirect | None:
    if len(data) > 4096:
        return None
    try:
        found = msgspec.json.decode(data, type=_Redirect)
    except MALFORMED:
        return None
    return found if found.schema.startswith("jsii/file-redirect") and found.filename else None


def _decode(data: bytes) -> Assembly:
    try:
        return msgspec.json.decode(data, type=Assembly)
    except MALFORMED as error:
        raise Unreadable(f"not an assembly: {error}") from error


__all__ = ["Assembly", "Declared", "exported_paths", "of_archive", "of_npm"]
