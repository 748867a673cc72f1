"""What the CDK's networks and instances offer to let traffic out through instances."""

from __future__ import annotations

from stackproof.frameworks.cdk.words import At, Construct, is_made_by, subject
from stackproof.frameworks.spelling import Declined
from stackproof.model.code import Assign, Attribute, Change, Code, Constant, InsertStatements, Variable
from stackproof.model.fix import Fix, SetArgument


def nat_instances(fix: Fix, at: At) -> list[Change]:
    """A provider of NAT instances before the network, which lets in what comes from the network."""
    vpc = Construct(subject(fix, "aws_vpc", "aws-ec2.Vpc"), at)
    words, gateways = vpc.words, vpc.given("natGateways")
    if vpc.given("natGatewayProvider") is not None or gateways is None or not gateways.is_(0):
        raise Declined
    module = words.module("aws-ec2")
    size = words.call(
        Attribute(module, "InstanceType"),
        "of",
        (
            Attribute(Attribute(module, "InstanceClass"), "T4G"),
            Attribute(Attribute(module, "InstanceSize"), "NANO"),
        ),
    )
    outbound = Attribute(Attribute(module, "NatTrafficDirection"), "OUTBOUND_ONLY")
    named: list[tuple[str, Code]] = [("instanceType", size), ("defaultAllowedTraffic", outbound)]
    provider = vpc.names.local("nat provider")
    made = words.call(Attribute(module, "NatProvider"), "instanceV2", (), named)
    group = Attribute(Variable(provider), words.word("securityGroup"))
    block = Attribute(vpc.named(), words.word("vpcCidrBlock"))
    peer = words.call(Attribute(module, "Peer"), "ipv4", (block,))
    ports = words.call(Attribute(module, "Port"), "allTraffic", ())
    return [
        InsertStatements(vpc.names.at, (Assign(provider, made),), "before"),
        vpc.set(Variable(provider), "natGatewayProvider"),
        vpc.set(Constant(1), "natGateways"),
        vpc.then(words.call(group, "addIngressRule", (peer, ports))),
    ]


def check_off(fix: Fix, at: At) -> list[Change]:
    """The instance's own switch."""
    resource = next((i.resource for i in fix.intents if isinstance(i, SetArgument)), None)
    if resource is None or not is_made_by(
        resource.construction, "aws-ec2.Instance", "aws-ec2.CfnInstance", "aws-ec2.CfnNetworkInterface"
    ):
        raise Declined
    construct = Construct(resource, at)
    construct.entries()
    return [construct.set(Constant(False), "sourceDestCheck")]
