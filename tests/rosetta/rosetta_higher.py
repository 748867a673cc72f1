"""What programs of the CDK's higher constructs say otherwise than the plain ones, by what the library adds itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from rosetta_shapes import Shape, differing, shapes
from stackproof.model.graph import Graph


@dataclass(frozen=True)
class Higher:
    """How one family is said with higher constructs.

    ``names`` gives names of the plain programs for those that the library makes up, by type. ``texts`` replaces pieces
    of values. ``types`` and ``arguments`` (by path) are left out, each with its reason.
    """

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    arguments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def applied(self, found: Counter[Shape]) -> Counter[Shape]:
        """Shapes as the plain programs say them."""
        kept: Counter[Shape] = Counter()
        for (kind, name, closed, uncertain, leaves), count in found.items():
            if kind in self.types:
                continue
            left_out = self.arguments.get(kind, {})
            said = frozenset((path, self._text(leaf)) for path, leaf in leaves if path not in left_out)
            kept[kind, self.names.get(kind, {}).get(name, name), closed, uncertain, said] += count
        return kept

    def _text(self, leaf: str) -> str:
        for kind, names in self.names.items():
            for made_up, name in names.items():
                leaf = leaf.replace(f"<{kind} {made_up}.", f"<{kind} {name}.")
        for old, new in self.texts.items():
            leaf = leaf.replace(old, new)
        return leaf


# The library does not fix where it is deployed.
_HERE = {
    "<data.aws_partition.partition>": "aws",
    "<data.aws_region.region>": "eu-west-1",
    "<data.aws_caller_identity.account_id>": "123456789012",
}

FAMILIES: dict[str, Higher] = {
    "functions": Higher(
        names={
            "aws_api_gateway_resource": {"orders": "ordersresource"},
            "aws_api_gateway_method": {"get": "getmethod", "post": "postmethod"},
            "aws_api_gateway_stage": {"deploymentstagestaging": "stage"},
        },
        texts={**_HERE, "<aws_s3_bucket artifacts.bucket>": "shop-artifacts"},
        types={
            "aws_lambda_permission": "the library makes one for each rule, each method, and for trying methods"
        },
        arguments={
            "aws_api_gateway_deployment": {"description": "the library describes it like the interface"},
            "aws_cloudwatch_event_target": {"target_id": "the library numbers them"},
        },
    ),
    "storage": Higher(
        arguments={
            "aws_dynamodb_table": {
                "server_side_encryption.enabled": "the library says so with the key",
                "ttl.enabled": "the library says so with the attribute",
            },
            "aws_kms_alias": {"target_key_id": "the library names the key by its ARN"},
        },
    ),
}


def higher_differences(family: str, plain: Graph, higher: Graph) -> list[str]:
    """What the graph of higher constructs has otherwise, argument by argument."""
    way = FAMILIES[family]
    return differing(way.applied(shapes(plain)), way.applied(shapes(higher)))
