"""Classic load balancers of the CDK: what is not known of them stays open."""

from __future__ import annotations

import pytest
from cdk_programs import ts
from recognising import Recognised, plain

_E = "const elb = cdk.aws_elasticloadbalancing; const vpc = new ec2.Vpc(this, 'V', { maxAzs: 2 }); "
_X = "JSON.parse('x')"


def _balancer(options: str, after: str = "") -> Recognised:
    return ts(f"{_E}const l = new elb.LoadBalancer(this, 'L', {{ vpc, {options} }}); {after}")


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (f"internetFacing: {_X}", ("internal", "subnets")),
        (f"subnetSelection: {_X}", ("subnets",)),
        (f"healthCheck: {_X}", ("health_check",)),
        (f"listeners: {_X}", ("listener",)),
        (f"targets: {_X}", ("instances",)),
        (f"targets: [{_X}]", ("instances",)),
        (f"crossZone: {_X}", ("cross_zone_load_balancing",)),
        (f"...{_X}", ("internal", "subnets", "listener", "health_check")),
    ],
)
def test_options_that_are_not_known(options: str, names: tuple[str, ...]) -> None:
    balancer = _balancer(options).one("aws_elb")
    for name in names:
        assert balancer[name].is_unknown(), name


def test_ports_that_are_not_known() -> None:
    """A protocol that is not given follows from a port; what follows from an unknown one is unknown."""
    listener = _balancer("", f"l.addListener({{ externalPort: {_X} }});").one("aws_elb")["listener"].get(0)
    assert plain(listener) == {
        "lb_port": "?",
        "lb_protocol": "?",
        "instance_port": "?",
        "instance_protocol": "?",
    }


def test_who_may_connect_may_not_be_known() -> None:
    listener = f"l.addListener({{ externalPort: 80, allowConnectionsFrom: {_X} }});"
    assert not _balancer("", listener).one("aws_security_group")["ingress"].is_closed()
    listener = "l.addListener({ externalPort: 80, allowConnectionsFrom: [] });"
    assert _balancer("", listener).one("aws_security_group")["ingress"].is_empty()


def test_a_listener_that_may_be_added() -> None:
    program = _balancer("", "if (process.env.X) l.addListener({ externalPort: 80 });")
    assert not program.one("aws_elb")["listener"].is_closed()
    assert not program.one("aws_security_group")["ingress"].is_closed()


def test_a_health_check_with_an_unknown_port() -> None:
    check = _balancer(f"healthCheck: {{ port: {_X} }}").one("aws_elb")["health_check"]
    assert plain(check.get("target")) == "?"
    assert plain(check.get("interval")) == 30
