"""Security groups of the CDK, their rules, and connections between constructs."""

from __future__ import annotations

from typing import Any

import pytest
from cdk_programs import py, ts
from recognising import Recognised, plain

_EVERYTHING = {
    "from_port": 0,
    "to_port": 0,
    "protocol": "-1",
    "description": "Allow all outbound traffic by default",
    "cidr_blocks": ["0.0.0.0/0"],
}
_GROUPS = """const vpc = new ec2.Vpc(this, 'V', { maxAzs: 1 });
const a = new ec2.SecurityGroup(this, 'A', { vpc });
const b = new ec2.SecurityGroup(this, 'B', { vpc, allowAllOutbound: false });
"""


def _rules(program: Recognised, direction: str) -> list[Any]:
    """The rules that are resources: from whose group, with whom, which ports."""
    kind = f"aws_vpc_security_group_{direction}_rule"
    return [
        (
            plain(r["security_group_id"]),
            plain(r["referenced_security_group_id"]),
            plain(r["from_port"]),
            plain(r["to_port"]),
        )
        for r in program.recognition.resources
        if r.type == kind
    ]


def test_groups_let_everything_out_unless_told_otherwise() -> None:
    program = ts(_GROUPS + "b.addEgressRule(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(443), 'out');")
    assert plain(program.one("aws_security_group", "A")["egress"]) == [_EVERYTHING]
    rule = {
        "cidr_blocks": ["10.0.0.0/8"],
        "protocol": "tcp",
        "from_port": 443,
        "to_port": 443,
        "description": "out",
    }
    assert plain(program.one("aws_security_group", "B")["egress"]) == [rule]


def test_a_group_that_lets_nothing_out_has_no_outgoing_rule() -> None:
    program = ts(_GROUPS)
    egress = program.one("aws_security_group", "B")["egress"]
    assert egress.is_empty()
    assert program.at(egress.origin) == "false"


@pytest.mark.parametrize(
    ("peer", "port", "expected"),
    [
        ("ec2.Peer.anyIpv4()", "ec2.Port.tcp(22)", {"cidr_blocks": ["0.0.0.0/0"], "from_port": 22, "to_port": 22}),
        ("ec2.Peer.anyIpv6()", "ec2.Port.HTTPS", {"ipv6_cidr_blocks": ["::/0"], "from_port": 443, "to_port": 443}),
        ("ec2.Peer.ipv4('10.0.0.0/8')", "ec2.Port.tcpRange(1, 2)", {"from_port": 1, "to_port": 2}),
        ("ec2.Peer.ipv4('10.0.0.0/8')", "ec2.Port.udp(53)", {"protocol": "udp", "from_port": 53}),
        ("ec2.Peer.ipv4('10.0.0.0/8')", "ec2.Port.allTraffic()", {"protocol": "-1", "from_port": 0, "to_port": 0}),
        ("ec2.Peer.ipv4('10.0.0.0/8')", "ec2.Port.icmpPing()", {"protocol": "icmp", "from_port": 8, "to_port": -1}),
        ("ec2.Peer.securityGroupId('sg-12345678')", "ec2.Port.POSTGRES", {"security_groups": ["sg-12345678"]}),
    ],
)  # fmt: skip
def test_rules_inside_the_group(peer: str, port: str, expected: dict[str, Any]) -> None:
    program = ts(f"{_GROUPS} a.addIngressRule({peer}, {port});")
    ingress = program.one("aws_security_group", "A")["ingress"]
    assert ingress.is_closed()
    assert expected.items() <= plain(ingress.items()[0]).items()


def test_the_same_rule_is_added_once() -> None:
    program = ts(_GROUPS + "a.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80));" * 2)
    assert len(program.one("aws_security_group", "A")["ingress"].items()) == 1


@pytest.mark.parametrize(
    ("call", "ingress", "egress"),
    [
        ("b.connections.allowFrom(a, ec2.Port.tcp(80))", [("B.id", "A.id", 80, 80)], []),
        ("a.connections.allowFrom(b, ec2.Port.tcp(80))", [("A.id", "B.id", 80, 80)], [("B.id", "A.id", 80, 80)]),
        ("b.connections.allowTo(a, ec2.Port.tcp(80))", [("A.id", "B.id", 80, 80)], [("B.id", "A.id", 80, 80)]),
        ("a.connections.allowTo(b, ec2.Port.tcp(80))", [("B.id", "A.id", 80, 80)], []),
        ("a.addIngressRule(b, ec2.Port.tcp(80))", [("A.id", "B.id", 80, 80)], []),
        ("a.addIngressRule(ec2.Peer.prefixList('pl-1'), ec2.Port.tcp(80))", [("A.id", None, 80, 80)], []),
        ("b.connections.allowInternally(ec2.Port.tcp(80))", [("B.id", "B.id", 80, 80)], [("B.id", "B.id", 80, 80)]),
        ("b.connections.addSecurityGroup(a); b.connections.allowFrom(a, ec2.Port.tcp(80))",
         [("B.id", "A.id", 80, 80), ("A.id", "A.id", 80, 80)], []),
        ("b.connections.allowFrom(a, ec2.Port.tcp(80)); b.connections.addSecurityGroup(a)",
         [("B.id", "A.id", 80, 80), ("A.id", "A.id", 80, 80)], []),
    ],
)  # fmt: skip
def test_rules_between_groups_are_resources(call: str, ingress: list[Any], egress: list[Any]) -> None:
    program = ts(f"{_GROUPS} {call};")
    assert _rules(program, "ingress") == ingress
    assert _rules(program, "egress") == egress
    assert program.one("aws_security_group", "A")["ingress"].is_closed()
    assert program.not_understood() == []


def test_ports_known_after_deployment_only_stand_outside_of_the_group() -> None:
    program = ts(
        _GROUPS + "const parameter = new cdk.aws_ssm.StringParameter(this, 'P', { stringValue: '1' });"
        "a.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(cdk.Token.asNumber(parameter.stringValue)));"
    )
    rule = program.one("aws_vpc_security_group_ingress_rule")
    assert rule["cidr_ipv4"].is_("0.0.0.0/0")
    assert program.one("aws_security_group", "A")["ingress"].is_empty()


@pytest.mark.parametrize(
    "call",
    [
        "a.connections.allowFrom(props.other, ec2.Port.tcp(80));",
        "a.addIngressRule(props.other, ec2.Port.tcp(80));",
        "(process.env.P ? a : b).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80));",
        "new cdk.aws_msk.CfnCluster(this, 'M'); new cdk.aws_quicksight.Thing(this, 'X', { securityGroups: [a] });",
        "if (process.env.P) a.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80));",
    ],
)
def test_what_is_not_followed_leaves_the_rules_open(call: str) -> None:
    program = ts(_GROUPS + call)
    group = program.one("aws_security_group", "A")
    assert not group["ingress"].is_closed() or not group.is_closed()


def test_groups_from_outside_get_rules_when_they_take_any() -> None:
    program = ts(
        _GROUPS + "const x = ec2.SecurityGroup.fromSecurityGroupId(this, 'X', 'sg-12345678');"
        "const y = ec2.SecurityGroup.fromSecurityGroupId(this, 'Y', 'sg-12345679', { mutable: false });"
        "x.connections.allowFrom(b, ec2.Port.tcp(80)); y.connections.allowFrom(b, ec2.Port.tcp(80));"
    )
    assert _rules(program, "ingress") == [("X.id", "B.id", 80, 80)]
    assert _rules(program, "egress") == [("B.id", "X.id", 80, 80), ("B.id", "Y.id", 80, 80)]


def test_python_means_the_same() -> None:
    program = py(
        """vpc = ec2.Vpc(self, "V", max_azs=1)
        a = ec2.SecurityGroup(self, "A", vpc=vpc)
        b = ec2.SecurityGroup(self, "B", vpc=vpc, allow_all_outbound=False)
        a.connections.allow_from(b, ec2.Port.tcp(80), "why")
        a.add_ingress_rule(peer=ec2.Peer.any_ipv4(), connection=ec2.Port.tcp(443), description="web")
        b.connections.allow_to_any_ipv4(ec2.Port.HTTPS)"""
    )
    assert _rules(program, "egress") == [("B.id", "A.id", 80, 80)]
    assert program.one("aws_vpc_security_group_ingress_rule")["description"].is_("why")
    assert plain(program.one("aws_security_group", "A")["ingress"].get(0, "from_port")) == 443
    assert plain(program.one("aws_security_group", "B")["egress"].get(0, "cidr_blocks")) == ["0.0.0.0/0"]


def test_rules_of_plain_resources_replace_the_one_of_aws() -> None:
    program = ts(
        "const g = new ec2.CfnSecurityGroup(this, 'G', { groupDescription: 'd' });"
        "new ec2.CfnSecurityGroupEgress(this, 'E', { groupId: g.attrGroupId, ipProtocol: 'tcp', fromPort: 1, toPort: 1, cidrIp: '10.0.0.0/8' });"
    )
    assert program.one("aws_security_group")["egress"].is_empty()
