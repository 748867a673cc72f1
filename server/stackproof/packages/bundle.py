"""The facts that come with Stackproof, for what is not installed or not yet read."""

from __future__ import annotations

import hashlib
import logging
import lzma
from importlib.resources import files
from types import MappingProxyType
from typing import Final, NamedTuple

from stackproof.model.facts import Flavour
from stackproof.packages.index import Corrupt, Index, map_file, table
from stackproof.packages.store import Store

_log = logging.getLogger(__name__)


class Bundled(NamedTuple):
    """A file of bundled facts: its name, and the package it was made of, as npm or PyPI calls it."""

    file: str
    flavour: Flavour


CDK: Final = Bundled("aws-cdk-lib", "jsii-npm")
CONSTRUCTS: Final = Bundled("constructs", "jsii-npm")
CDKTF: Final = Bundled("cdktf", "jsii-npm")
PROVIDER: Final = Bundled("cdktf-provider-aws", "jsii-npm")
SCHEMA: Final = Bundled("cloud-assembly-schema", "jsii-npm")
PULUMI: Final = Bundled("pulumi", "pulumi-npm")
PULUMI_AWS: Final = Bundled("pulumi-aws", "pulumi-npm")
PULUMI_PYTHON: Final = Bundled("pulumi-python", "pulumi-pypi")
PULUMI_AWS_PYTHON: Final = Bundled("pulumi-aws-python", "pulumi-pypi")

ALL: Final = (CDK, CONSTRUCTS, CDKTF, PROVIDER, SCHEMA, PULUMI, PULUMI_AWS, PULUMI_PYTHON, PULUMI_AWS_PYTHON)

NPM: Final = MappingProxyType(
    {
        "aws-cdk-lib": CDK,
        "constructs": CONSTRUCTS,
        "cdktf": CDKTF,
        "cdktn": CDKTF,
        "@cdktf/provider-aws": PROVIDER,
        "@cdktn/provider-aws": PROVIDER,
        "@aws-cdk/cloud-assembly-schema": SCHEMA,
        "@pulumi/pulumi": PULUMI,
        "@pulumi/aws": PULUMI_AWS,
    }
)
PYPI: Final = MappingProxyType(
    {
        "aws_cdk": CDK,
        "aws_cdk.cloud_assembly_schema": SCHEMA,
        "constructs": CONSTRUCTS,
        "cdktf": CDKTF,
        "cdktn": CDKTF,
        "cdktf_cdktf_provider_aws": PROVIDER,
        "cdktn_provider_aws": PROVIDER,
        "imports.aws": PROVIDER,
        "pulumi": PULUMI_PYTHON,
        "pulumi_aws": PULUMI_AWS_PYTHON,
    }
)
ENDING: Final = ".facts.xz"


class Bundle:
    """Opens bundled facts, each once. They are unpacked into the store, where all servers share them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._opened: dict[Bundled, Index | None] = {}

    def open(self, bundled: Bundled) -> Index | None:
        """The facts of one package; None when they cannot be read."""
        if bundled not in self._opened:
            try:
                self._opened[bundled] = self._read(bundled)
            except (OSError, Corrupt, lzma.LZMAError) as error:
                _log.warning("bundled facts of %s cannot be read: %s", bundled.file, error)
                self._opened[bundled] = None
        return self._opened[bundled]

    def _read(self, bundled: Bundled) -> Index:
        packed = files("stackproof.packages.bundled").joinpath(bundled.file + ENDING).read_bytes()
        folder = self._store.folder
        if folder is None:
            return Index(table(lzma.decompress(packed)))
        path = folder / f"bundled-{bundled.file}-{hashlib.sha256(packed).hexdigest()[:16]}.facts"
        try:
            return Index(map_file(path))
        except (OSError, Corrupt):
            data = lzma.decompress(packed)
        try:
            self._store.write(path, data, b"")
            return Index(map_file(path))
        except (OSError, Corrupt):
            return Index(table(data))
