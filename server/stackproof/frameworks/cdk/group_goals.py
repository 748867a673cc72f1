"""What the CDK's security groups offer to reach the goals of fixes."""

from __future__ import annotations

from stackproof.frameworks.cdk.words import At, Construct, subject
from stackproof.frameworks.spelling import Declined
from stackproof.model.code import Attribute, Change, Constant
from stackproof.model.fix import AddResources, AppendToList, Argument, Block, Fix, Many, Plain, SetArgument


def _group(fix: Fix, at: At) -> Construct:
    return Construct(subject(fix, "aws_security_group", "aws-ec2.SecurityGroup"), at)


def everything_out(fix: Fix, at: At) -> list[Change]:
    """What the library does by itself when nobody tells it not to."""
    group = _group(fix, at)
    given = group.given("allowAllOutbound")
    if given is None or not given.is_(False):
        raise Declined
    return [group.remove("allowAllOutbound")]


def port_out(fix: Fix, at: At) -> list[Change]:
    """The group's own method for one rule."""
    group = _group(fix, at)
    module = group.words.module("aws-ec2")
    peer = group.words.call(Attribute(module, "Peer"), "anyIpv4", ())
    port = group.words.call(Attribute(module, "Port"), "tcp", (Constant(_port(fix)),))
    return [group.then(group.words.call(group.named(), "addEgressRule", (peer, port)))]


def _port(fix: Fix) -> int:
    """The port that the steps of the fix let out."""
    for intent in fix.intents:
        entries: dict[str, Argument] = {}
        match intent:
            case AppendToList(value=Block() as block) | SetArgument(value=Many(items=(Block() as block,))):
                entries = {**block.entries}
            case AddResources():
                entries = {**intent.resources[0].arguments}
            case _:
                pass
        port = entries.get("from_port")
        if isinstance(port, Plain) and isinstance(port.data, int):
            return port.data
    raise Declined
