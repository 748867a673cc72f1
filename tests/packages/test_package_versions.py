"""What differs between two versions of a library is told as it is in the version that a program uses."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from real_packages import NODE, facts_of, other_version, site_packages
from test_introspection import differences

from stackproof.model.facts import Facts, Property
from stackproof.model.runtime import Symbol
from stackproof.model.types import BOOLEAN, STRING, Named, alternatives
from stackproof.packages.catalogue import Catalogue
from toolchains import NODE_MODULES, need


def in_version(catalogue: Catalogue, label: str) -> Facts:
    return catalogue.facts("typescript", str(other_version(label)))


def argument(facts: Facts, module: str, path: str, name: str) -> Property | None:
    """A property of a struct that a program can name so."""
    found = facts.find(Symbol(module, tuple(path.split("."))))
    assert found is not None
    assert found.package.is_installed
    assert found.fact is not None
    return found.fact.properties.get(name)


def compiles(folder: Path, work: Path, program: str) -> bool:
    """Whether the compiler accepts a program that sees the packages of ``folder``, and all others of the toolchains."""
    need(NODE_MODULES / "typescript")
    modules = work / "node_modules"
    modules.mkdir(parents=True)
    for place in (folder / "node_modules", NODE_MODULES):
        for found in (*place.glob("[!@.]*"), *place.glob("@*/*")):
            link = modules / found.relative_to(place)
            if not link.exists():
                link.parent.mkdir(exist_ok=True)
                link.symlink_to(found)
    (work / "main.ts").write_text(program)
    options = {
        "strict": True, "skipLibCheck": True, "noEmit": True, "module": "commonjs", "moduleResolution": "node",
        "types": ["node"], "preserveSymlinks": True, "target": "es2022",
    }  # fmt: skip
    (work / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "files": ["main.ts"]}))
    done = subprocess.run(
        ["node", str(NODE_MODULES / "typescript" / "lib" / "tsc.js"), "-p", str(work), "--pretty", "false"],
        capture_output=True, encoding="utf-8", timeout=240, check=False,
    )  # fmt: skip
    other = [line for line in done.stdout.splitlines() if line.startswith("main.ts") and "TS2307" in line]
    assert other == [], other
    return done.returncode == 0


# --- CDKTF: a boolean became a string ---

_REPLICATION = """
import { ElasticacheReplicationGroupConfig } from '@cdktf/provider-aws/lib/elasticache-replication-group';
export const wanted: ElasticacheReplicationGroupConfig['atRestEncryptionEnabled'] = %s;
"""


@pytest.mark.parametrize(("version", "boolean"), [("19.47.0", True), ("19.48.0", False)])
def test_the_type_of_an_argument(catalogue: Catalogue, tmp_path: Path, version: str, boolean: bool) -> None:
    label = f"@cdktf/provider-aws@{version}"
    facts = in_version(catalogue, label)
    found = argument(
        facts,
        "@cdktf/provider-aws/lib/elasticache-replication-group",
        "ElasticacheReplicationGroupConfig",
        "atRestEncryptionEnabled",
    )
    assert found is not None
    assert (BOOLEAN in alternatives(found.type), STRING in alternatives(found.type)) == (boolean, not boolean)
    assert compiles(other_version(label), tmp_path / "b", _REPLICATION % "true") == boolean
    assert compiles(other_version(label), tmp_path / "s", _REPLICATION % "'true'") != boolean


# --- CDK: an argument came, and the one before it was deprecated ---

_CLUSTER = "import { ClusterProps } from 'aws-cdk-lib/aws-ecs';\nexport const wanted: keyof ClusterProps = 'containerInsightsV2';\n"


def test_an_argument_that_came(catalogue: Catalogue, tmp_path: Path) -> None:
    need(NODE_MODULES / "aws-cdk-lib")
    before, after = in_version(catalogue, "aws-cdk-lib@2.175.1"), catalogue.facts("typescript", str(NODE))
    old, new = (
        argument(f, "aws-cdk-lib/aws-ecs", "ClusterProps", "containerInsights") for f in (before, after)
    )
    assert old is not None
    assert new is not None
    assert old.deprecated is None
    assert new.deprecated is not None
    assert new.deprecated.member == "containerInsightsV2"
    assert argument(before, "aws-cdk-lib/aws-ecs", "ClusterProps", "containerInsightsV2") is None
    came = argument(after, "aws-cdk-lib/aws-ecs", "ClusterProps", "containerInsightsV2")
    assert came is not None
    assert came.type == Named("aws-cdk-lib.aws_ecs.ContainerInsights", "enum")
    assert not compiles(other_version("aws-cdk-lib@2.175.1"), tmp_path / "before", _CLUSTER)
    assert compiles(NODE, tmp_path / "after", _CLUSTER)


# --- Pulumi: arguments went, and a class is deprecated in favour of another ---

_BUCKET = "import * as aws from '@pulumi/aws';\nexport const wanted: keyof aws.s3.BucketArgs = '%s';\n"


def test_a_major_version(catalogue: Catalogue, tmp_path: Path) -> None:
    need(NODE_MODULES / "@pulumi" / "aws")
    six, seven = in_version(catalogue, "@pulumi/aws@6.83.3"), catalogue.facts("typescript", str(NODE))
    names = {}
    for facts in (six, seven):
        found = facts.find(Symbol("@pulumi/aws", ("s3", "BucketArgs")))
        assert found is not None
        assert found.fact is not None
        names[found.package.version.split(".")[0]] = set(found.fact.properties)
    gone, came = sorted(names["6"] - names["7"]), sorted(names["7"] - names["6"])
    assert gone
    assert came
    folder = other_version("@pulumi/aws@6.83.3")
    assert compiles(folder, tmp_path / "6", _BUCKET % gone[0])
    assert not compiles(NODE, tmp_path / "7", _BUCKET % gone[0])
    assert not compiles(folder, tmp_path / "6x", _BUCKET % came[0])
    deprecated = seven.get("@pulumi/aws.s3.BucketV2")
    assert deprecated is not None
    assert deprecated.deprecated is not None
    assert deprecated.deprecated.type_id == "@pulumi/aws.s3.Bucket"
    older = six.get("@pulumi/aws.s3.BucketV2")
    assert older is not None
    assert older.deprecated is None or older.deprecated.type_id != "@pulumi/aws.s3.Bucket"


def test_a_major_version_in_python(catalogue: Catalogue) -> None:
    old = str(other_version("pulumi-aws==6.83.2".replace("==", "@"), "site-packages"))
    facts = catalogue.facts("python", "/", (old, site_packages()))
    found = facts.find(Symbol("pulumi_aws", ("s3", "BucketArgs")))
    assert found is not None
    assert found.fact is not None
    assert found.package.version == "6.83.2"
    # What is unpacked of the old version agrees with its classes.
    names = facts.exports("pulumi_aws.s3")
    assert names is not None
    keys = [
        i.removeprefix("@pulumi/aws.")
        for n, i in names.names.items()
        if not n.endswith("Dict") and "Awaitable" not in n
    ]
    assert "\n".join(differences(facts, facts_of(facts, "@pulumi/aws.", sorted(set(keys))), old)) == ""


def test_components_on_top_of_pulumi(catalogue: Catalogue) -> None:
    """AWSX mentions types of the AWS package, whose version is the program's own."""
    folder = other_version("@pulumi/awsx@3.9.0")
    facts = catalogue.facts("typescript", str(folder))
    found = facts.find(Symbol("@pulumi/awsx", ("ecs", "FargateService")))
    assert found is not None
    assert found.fact is not None
    assert found.fact.call is not None
    arguments = facts.keywords(found.fact.call)
    assert {"cluster", "desiredCount", "taskDefinitionArgs"} <= set(arguments)
    assert found.fact.token == "awsx:ecs:FargateService"
