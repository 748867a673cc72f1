"""Load balancers of the CDK: listeners, rules, actions, targets."""

from __future__ import annotations

import pytest
from cdk_programs import counts, py, shown, ts
from recognising import plain

_LB = (
    "const vpc = new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0 });"
    "const lb = new elbv2.ApplicationLoadBalancer(this, 'L', { vpc });"
)
_GROUP = "const g = new elbv2.ApplicationTargetGroup(this, 'G', { vpc, port: 80, targetType: elbv2.TargetType.IP });"
_LISTENER = _LB + _GROUP + "const l = lb.addListener('l', { port: 80, defaultTargetGroups: [g] });"


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (
            "elbv2.ListenerAction.fixedResponse(404, { messageBody: 'no' })",
            [{"type": "fixed-response", "fixed_response": {"status_code": "404", "message_body": "no"}}],
        ),
        (
            "elbv2.ListenerAction.redirect({ port: '443', protocol: 'HTTPS', permanent: true })",
            [
                {
                    "type": "redirect",
                    "redirect": {"status_code": "HTTP_301", "port": "443", "protocol": "HTTPS"},
                }
            ],
        ),
        ("elbv2.ListenerAction.forward([g])", [{"type": "forward", "target_group_arn": "G.arn"}]),
    ],
)
def test_actions(action: str, expected: object) -> None:
    program = ts(_LB + _GROUP + f"lb.addListener('l', {{ port: 80, defaultAction: {action} }});")
    assert plain(program.one("aws_lb_listener")["default_action"]) == expected


def test_an_action_that_is_not_understood_is_unknown() -> None:
    program = ts(_LB + "lb.addListener('l', { port: 80, defaultAction: require('./mine').act });")
    assert program.one("aws_lb_listener")["default_action"].is_unknown()


def test_an_action_that_may_be_replaced_is_unknown() -> None:
    program = ts(
        _LISTENER
        + "if (process.env.X) { l.addAction('a', { action: elbv2.ListenerAction.fixedResponse(200) }); }"
    )
    assert program.one("aws_lb_listener")["default_action"].is_unknown()


def test_conditions_make_rules() -> None:
    program = ts(
        _LISTENER + "l.addTargetGroups('r', { targetGroups: [g], priority: 5, conditions: ["
        "elbv2.ListenerCondition.pathPatterns(['/a/*']), elbv2.ListenerCondition.sourceIps(['1.2.3.4/32'])] });"
    )
    rule = program.one("aws_lb_listener_rule")
    assert rule["priority"].is_(5)
    assert plain(rule["condition"]) == [
        {"path_pattern": {"values": ["/a/*"]}},
        {"source_ip": {"values": ["1.2.3.4/32"]}},
    ]
    assert plain(rule["action"]) == [{"type": "forward", "target_group_arn": "G.arn"}]


def test_several_certificates_are_resources_of_their_own() -> None:
    program = ts(
        _LB
        + "const l = lb.addListener('l', { port: 443, certificates: [elbv2.ListenerCertificate.fromArn('a')],"
        " defaultAction: elbv2.ListenerAction.fixedResponse(200) }); l.addCertificates('c', [elbv2.ListenerCertificate.fromArn('b')]);"
    )
    assert program.one("aws_lb_listener")["certificate_arn"].is_("a")
    assert program.one("aws_lb_listener_certificate")["certificate_arn"].is_("b")


def test_a_redirect_is_a_listener() -> None:
    listener = ts(_LB + "lb.addRedirect();").one("aws_lb_listener")
    assert (listener["port"].number(), listener["protocol"].text()) == (80, "HTTP")
    assert plain(listener["default_action"])[0]["redirect"] == {
        "port": "443",
        "protocol": "HTTPS",
        "status_code": "HTTP_301",
    }


@pytest.mark.parametrize(("open_", "count"), [("", 1), (", open: true", 1), (", open: false", 0)])
def test_a_listener_lets_everybody_in(open_: str, count: int) -> None:
    program = ts(_LB + _GROUP + f"lb.addListener('l', {{ port: 80, defaultTargetGroups: [g]{open_} }});")
    assert len(program.one("aws_security_group")["ingress"].items()) == count


def test_functions_are_targets_that_the_balancer_may_call() -> None:
    program = ts(
        _LB
        + "const f = new lambda_.Function(this, 'F', { runtime: lambda_.Runtime.NODEJS_20_X, handler: 'a.b', code: lambda_.Code.fromInline('x') });"
        "lb.addListener('l', { port: 80 }).addTargets('t', { targets: [new cdk.aws_elasticloadbalancingv2_targets.LambdaTarget(f)] });"
    )
    group = program.one("aws_lb_target_group")
    assert group["target_type"].is_("lambda")
    assert group["vpc_id"].is_absent()
    assert plain(program.one("aws_lambda_permission")["principal"]) == "elasticloadbalancing.amazonaws.com"


def test_a_target_that_is_not_known_opens_its_group() -> None:
    program = ts(
        _LB
        + "lb.addListener('l', { port: 80 }).addTargets('t', { port: 80, targets: [require('./mine').it] });"
    )
    assert [g.kind for g in program.one("aws_lb_target_group").escapes] == ["target"]


def test_network_balancers_have_no_groups_unless_given() -> None:
    program = ts(
        "const vpc = new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0 });"
        "const n = new elbv2.NetworkLoadBalancer(this, 'N', { vpc, crossZoneEnabled: true });"
        "n.addListener('l', { port: 443 }).addTargets('t', { port: 8443, targets: [new cdk.aws_elasticloadbalancingv2_targets.IpTarget('10.0.0.1')] });"
    )
    assert counts(program, "aws_security_group") == {"aws_security_group": 0}
    assert program.one("aws_lb")["enable_cross_zone_load_balancing"].is_(True)
    assert program.one("aws_lb_target_group")["protocol"].is_("TCP")
    assert plain(program.one("aws_lb_target_group_attachment")["target_id"]) == "10.0.0.1"


def test_attributes_set_by_name_have_terraforms_names() -> None:
    program = ts(
        _LB
        + "lb.setAttribute('idle_timeout.timeout_seconds', '30'); lb.setAttribute('deletion_protection.enabled', 'true');"
    )
    balancer = program.one("aws_lb")
    assert balancer["idle_timeout"].is_(30)
    assert balancer["enable_deletion_protection"].is_(True)


def test_a_method_that_nobody_knows_is_not_understood() -> None:
    assert ts(_LB + "lb.somethingNew();").not_understood() == [".somethingNew"]
    assert ts(_LB + "lb.metricRequestCount();").not_understood() == []


def test_python_balancers_are_the_same() -> None:
    typescript = ts(
        _LISTENER
        + "l.addAction('a', { priority: 1, conditions: [elbv2.ListenerCondition.hostHeaders(['a.b'])],"
        " action: elbv2.ListenerAction.fixedResponse(200, { contentType: 'text/plain' }) });"
    )
    python = py("""
        vpc = ec2.Vpc(self, "V", max_azs=1, nat_gateways=0)
        lb = elbv2.ApplicationLoadBalancer(self, "L", vpc=vpc)
        g = elbv2.ApplicationTargetGroup(self, "G", vpc=vpc, port=80, target_type=elbv2.TargetType.IP)
        l = lb.add_listener("l", port=80, default_target_groups=[g])
        l.add_action("a", priority=1, conditions=[elbv2.ListenerCondition.host_headers(["a.b"])],
            action=elbv2.ListenerAction.fixed_response(200, content_type="text/plain"))""")
    assert shown(typescript) == shown(python)
