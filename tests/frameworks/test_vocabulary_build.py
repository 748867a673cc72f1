"""Making the vocabulary's data from packages: here from small ones written for the test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from stackproof.frameworks.vocabulary.build import cdk, pulumi, terraform
from stackproof.frameworks.vocabulary.build.declarations import interfaces, referred
from stackproof.frameworks.vocabulary.cdk import CdkClass, CdkClasses
from stackproof.frameworks.vocabulary.data import LIST, MAP, NESTED, SCALAR, TerraformData
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary


def prop(name: str, type_: dict[str, Any], anchor: str = "") -> dict[str, Any]:
    return {
        "name": name,
        "type": type_,
        "docs": {"summary": f"{{@link x#{anchor} Thing#{anchor}}}"} if anchor else {},
    }


TEXT = {"primitive": "string"}
RULE = {"fqn": "p.thing.ThingRule"}


def array(of: dict[str, Any], kind: str = "array") -> dict[str, Any]:
    return {"collection": {"elementtype": of, "kind": kind}}


TYPES = {
    "p.thing.Thing": {
        "base": "cdktf.TerraformResource",
        "docs": {"summary": "Represents a {@link https://registry/thing aws_thing}."},
        "name": "ThingA",
        "kind": "class",
        "initializer": {"parameters": [{"name": "config", "type": {"fqn": "p.thing.ThingConfig"}}]},
        "properties": [prop("tfResourceType", TEXT), prop("arn", TEXT), prop("nameInput", TEXT), prop("states", {"fqn": "p.thing.States"})],
    },
    "p.thing.ThingConfig": {
        "kind": "interface",
        "properties": [
            prop("selfAttribute", TEXT, "self"),
            prop("subnetIds", array(TEXT), "subnet_ids"),
            prop("tags", array(TEXT, "map"), "tags"),
            prop("rule", {"union": {"types": [{"fqn": "cdktf.IResolvable"}, array(RULE)]}}, "rule"),
        ],
    },
    "p.thing.ThingRule": {"kind": "interface", "properties": [prop("fromPort", {"primitive": "number"}, "from_port")]},
    "p.thing.States": {
        "base": "cdktf.ComplexList",
        "kind": "class",
        "methods": [{"name": "get", "returns": {"type": {"fqn": "p.thing.State"}}}],
    },
    "p.thing.State": {"base": "cdktf.ComplexObject", "kind": "class", "properties": [prop("fqn", TEXT), prop("code", TEXT)]},
}  # fmt: skip


def schema(folder: Path) -> TerraformData:
    (folder / ".jsii").write_text(json.dumps({"types": TYPES}))
    return terraform.read(folder)


def test_a_resource_with_its_blocks(tmp_path: Path) -> None:
    read = schema(tmp_path)
    entry = read.types["aws_thing"]
    arguments, computed = read.structs[entry.arguments], read.structs[entry.computed]
    assert entry.class_name == "ThingA"
    assert {name: arguments[name] for name in ("self", "subnet_ids", "tags")} == {
        "self": SCALAR,
        "subnet_ids": LIST,
        "tags": MAP,
    }
    rule = arguments["rule"]
    assert (rule >= NESTED, rule & 1, read.structs[(rule - NESTED) // 2]) == (True, 1, {"from_port": SCALAR})
    assert set(computed) == {"arn", "states"}
    assert read.structs[(computed["states"] - NESTED) // 2] == {"code": SCALAR}


DECLARED = """
import * as pulumi from "@pulumi/pulumi";
export declare class Thing extends pulumi.CustomResource {
    static get(name: string): Thing;
    readonly arn: pulumi.Output<string>;
}
/** The state: `interface Wrong {` */
export interface ThingState {
    arn?: pulumi.Input<string | undefined>;
}
export interface ThingArgs {
    rules?: pulumi.Input<pulumi.Input<inputs.net.ThingRule>[] | undefined>;
    tags?: pulumi.Input<{
        [key: string]: pulumi.Input<string>;
    } | undefined>;
    subnetIds: pulumi.Input<string>;
}
"""


def test_declarations() -> None:
    found = dict(interfaces(DECLARED))
    assert set(found) == {"Thing", "ThingState", "ThingArgs"}
    assert list(found["ThingArgs"]) == ["rules", "tags", "subnetIds"]
    assert referred(found["ThingArgs"]["rules"]) == "net.ThingRule"
    assert referred(found["ThingArgs"]["subnetIds"]) is None


def test_namespaces() -> None:
    text = "export declare namespace net {\n    interface ThingRule {\n        fromPort: number;\n    }\n}\n"
    assert list(interfaces(text)) == [("net.ThingRule", {"fromPort": "number;"})]


def test_a_class_finds_its_type(tmp_path: Path) -> None:
    package = tmp_path / "aws"
    (package / "net").mkdir(parents=True)
    (package / "types").mkdir()
    (package / "types" / "input.d.ts").write_text(
        "export declare namespace net {\n    interface ThingRule {\n        fromPort: number;\n    }\n}\n"
    )
    (package / "net" / "thing.d.ts").write_text(DECLARED)
    (package / "net" / "thing.js").write_text("Thing.__pulumiType = 'aws:net/thing:Thing';")
    described = schema(tmp_path)
    names, doubts = pulumi.read(package, described)
    assert names.resources == {"net.Thing": "aws_thing"}
    assert doubts == []
    vocabulary = Vocabulary(described, names)
    name, rule = vocabulary.pulumi_shape("aws_thing").entry("rules")
    assert (name, rule.entry("fromPort")[0]) == ("rule", "from_port")


def _class(name: str, base: str = "", **custom: str) -> dict[str, Any]:
    *place, short = name.split(".")
    return {
        "kind": "class",
        "name": short,
        "base": base,
        "docs": {"custom": custom},
        **({"namespace": ".".join(place[1:])} if place[1:] else {}),
    }


CLASSES = {
    "aws-cdk-lib.CfnElement": _class("aws-cdk-lib.CfnElement", "constructs.Construct"),
    "aws-cdk-lib.CfnResource": _class("aws-cdk-lib.CfnResource", "aws-cdk-lib.CfnElement"),
    "aws-cdk-lib.CfnOutput": _class("aws-cdk-lib.CfnOutput", "aws-cdk-lib.CfnElement"),
    "aws-cdk-lib.Resource": _class("aws-cdk-lib.Resource", "constructs.Construct"),
    "aws-cdk-lib.Duration": _class("aws-cdk-lib.Duration"),
    "aws-cdk-lib.aws_shop.CfnTill": _class(
        "aws-cdk-lib.aws_shop.CfnTill", "aws-cdk-lib.CfnResource", cloudformationResource="AWS::Shop::Till"
    ),
    "aws-cdk-lib.aws_shop.Till": _class("aws-cdk-lib.aws_shop.Till", "aws-cdk-lib.Resource"),
    "aws-cdk-lib.aws_shop.FastTill": _class("aws-cdk-lib.aws_shop.FastTill", "aws-cdk-lib.aws_shop.Till"),
    "aws-cdk-lib.aws_shop.trial.Mall": _class("aws-cdk-lib.aws_shop.trial.Mall", "constructs.Construct"),
    "aws-cdk-lib.aws_shop.TillProps": {"kind": "interface", "name": "TillProps"},
}


def test_what_a_cdk_class_is(tmp_path: Path) -> None:
    for package, types in (
        ("aws-cdk-lib", CLASSES),
        ("constructs", {"constructs.Construct": _class("constructs.Construct")}),
    ):
        (tmp_path / package).mkdir()
        (tmp_path / package / ".jsii").write_text(json.dumps({"types": types}))
    classes = CdkClasses(cdk.read(tmp_path / "aws-cdk-lib", tmp_path / "constructs"))
    assert classes.find("aws-shop", "CfnTill") == CdkClass("l1", "AWS::Shop::Till")
    # Named like the L1 class of its module, itself or through its base.
    assert classes.find("aws-shop", "Till") == CdkClass("resource", "AWS::Shop::Till")
    assert classes.find("aws-shop", "FastTill") == CdkClass("resource", "AWS::Shop::Till")
    assert classes.find("aws-shop", "trial.Mall") == CdkClass("holder")
    assert classes.find("core", "CfnOutput") == CdkClass("plain")
    assert classes.find("core", "Duration") == CdkClass("plain")
    assert classes.find("constructs", "Construct") == CdkClass("holder")
    assert classes.find("aws-shop", "TillProps") is None
