"""Writes a CloudFormation template as a program of plain CloudFormation resources."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_PSEUDO = {
    "AWS::AccountId": "cdk.Aws.ACCOUNT_ID",
    "AWS::Partition": "cdk.Aws.PARTITION",
    "AWS::Region": "cdk.Aws.REGION",
    "AWS::StackId": "cdk.Aws.STACK_ID",
    "AWS::StackName": "cdk.Aws.STACK_NAME",
    "AWS::URLSuffix": "cdk.Aws.URL_SUFFIX",
}
_HEAD = """import * as cdk from 'aws-cdk-lib';
declare const unclear: any;
const app = new cdk.App();
const stack = new cdk.Stack(app, 'Real', { env: { region: 'eu-west-1', account: '123456789012' } });
"""


# Functions of the library's own that work while a stack is deployed, with their roles.
_HELPERS = re.compile(
    r"(LogRetention[0-9a-f]{32}|BucketNotificationsHandler[0-9a-f]{32}|AWS[0-9a-f]{32}|\w*CustomResourceProvider"
    r"|CustomCDKBucketDeployment[0-9A-F]{32}|\w*AwsCliLayer)\w*"
)


def without_helpers(template: dict[str, Any]) -> dict[str, Any]:
    """The template without functions of the library's own, their roles and policies."""
    resources = {k: r for k, r in template["Resources"].items() if not _HELPERS.fullmatch(k)}
    for name, resource in list(resources.items()):
        roles = resource.get("Properties", {}).get("Roles", [])
        if isinstance(roles, list) and roles and all(_HELPERS.fullmatch(r.get("Ref", "")) for r in roles):
            del resources[name]
    return {**template, "Resources": resources}


def as_program(template: dict[str, Any]) -> str:
    """TypeScript that makes the resources of a template, those that others refer to first.

    What is no resource or pseudo parameter (parameters, conditions, imports) is a value of which nothing is known.
    """
    resources: dict[str, dict[str, Any]] = template["Resources"]
    lines: list[str] = []
    done: set[str] = set()

    def put(name: str, above: tuple[str, ...] = ()) -> None:
        if name in done or name in above:
            return
        resource = resources[name]
        for other in dict.fromkeys(_mentions(resource.get("Properties", {}))):
            if other in resources:
                put(other, (*above, name))
        done.add(name)
        properties = _code(resource.get("Properties", {}), done - {name})
        arguments = f"{{ type: {json.dumps(resource['Type'])}, properties: {properties} }}"
        lines.append(f"const r_{name} = new cdk.CfnResource(stack, {json.dumps(name)}, {arguments});")

    for name in resources:
        put(name)
    for name, resource in resources.items():
        waits = resource.get("DependsOn", [])
        for other in [waits] if isinstance(waits, str) else waits:
            lines.append(f"r_{name}.addDependency(r_{other});")
    return _HEAD + "\n".join(lines) + "\n"


def _mentions(value: Any) -> Iterator[str]:
    """The names that a value refers to."""
    if isinstance(value, list):
        for element in value:
            yield from _mentions(element)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "Ref":
                yield inner
            elif key == "Fn::GetAtt":
                yield inner[0] if isinstance(inner, list) else inner.split(".")[0]
            else:
                yield from _mentions(inner)


def _code(value: Any, known: set[str]) -> str:
    """A value as an expression; ``known`` are the resources that exist by then."""
    if isinstance(value, list):
        return "[" + ", ".join(_code(v, known) for v in value) + "]"
    if not isinstance(value, dict):
        return json.dumps(value)
    if len(value) == 1:
        [(function, argument)] = value.items()
        if function == "Ref" or function.startswith("Fn::"):
            return _intrinsic(function, argument, known)
    return "{" + ", ".join(f"{json.dumps(k)}: {_code(v, known)}" for k, v in value.items()) + "}"


def _intrinsic(function: str, argument: Any, known: set[str]) -> str:
    match function, argument:
        case "Ref", str() if argument in _PSEUDO:
            return _PSEUDO[argument]
        case "Ref", str() if argument in known:
            return f"r_{argument}.ref"
        case "Fn::GetAtt", [name, str() as attribute] if name in known:
            return f"r_{name}.getAtt({json.dumps(attribute)})"
        case "Fn::Join", ["", list() as parts]:
            return "`" + "".join(_hole(part, known) for part in parts) + "`"
        case "Fn::Join", [str() as delimiter, list() as parts]:
            return f"cdk.Fn.join({json.dumps(delimiter)}, {_code(parts, known)})"
        case "Fn::Sub", str() as text:
            pieces = re.split(r"\$\{([^}]+)\}", text)
            return "`" + "".join(_hole({"Ref": p} if n % 2 else p, known) for n, p in enumerate(pieces)) + "`"
        case _:
            return "unclear"


def _hole(part: Any, known: set[str]) -> str:
    if isinstance(part, str):
        return part.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    return "${" + _code(part, known) + "}"
