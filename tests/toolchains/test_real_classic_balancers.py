"""Classic load balancers of CDK programs are those which the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "balancers": (
        """const vpc = new ec2.Vpc(stack, 'V', { maxAzs: 2 });
        const group = new autoscaling.AutoScalingGroup(stack, 'Asg', { vpc, instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.latestAmazonLinux2023() });
        const machine = new ec2.Instance(stack, 'I', { vpc, instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.latestAmazonLinux2023() });
        const lb = new elb.LoadBalancer(stack, 'Lb', { vpc, internetFacing: true, healthCheck: { port: 80 } });
        lb.addTarget(group);
        const listener = lb.addListener({ externalPort: 80 });
        listener.connections.allowDefaultPortFrom(machine);
        const inner = new elb.LoadBalancer(stack, 'Inner', { vpc, crossZone: false,
          listeners: [
            { externalPort: 443, internalPort: 8080, sslCertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/a', allowConnectionsFrom: [ec2.Peer.ipv4('10.0.0.0/8')] },
            { externalPort: 25, externalProtocol: elb.LoadBalancingProtocol.TCP, allowConnectionsFrom: [] },
          ],
          targets: [new elb.InstanceTarget(machine)], accessLoggingPolicy: { enabled: true, s3BucketName: 'b', emitInterval: 5 },
          healthCheck: { port: 9000, protocol: elb.LoadBalancingProtocol.HTTP, path: '/ok', interval: cdk.Duration.seconds(10), timeout: cdk.Duration.seconds(3), healthyThreshold: 4, unhealthyThreshold: 6 } });
        inner.connections.allowFromAnyIpv4(ec2.Port.tcp(25));
        const zone = new route53.HostedZone(stack, 'Z', { zoneName: 'example.com' });
        new route53.ARecord(stack, 'A', { zone, target: route53.RecordTarget.fromAlias(new route53_targets.ClassicLoadBalancerTarget(lb)) });
        new ssm.StringParameter(stack, 'Param', { stringValue: `${lb.loadBalancerDnsName} ${lb.loadBalancerName}` });""",
        """vpc = ec2.Vpc(stack, "V", max_azs=2)
group = autoscaling.AutoScalingGroup(stack, "Asg", vpc=vpc, instance_type=ec2.InstanceType("t3.micro"), machine_image=ec2.MachineImage.latest_amazon_linux2023())
machine = ec2.Instance(stack, "I", vpc=vpc, instance_type=ec2.InstanceType("t3.micro"), machine_image=ec2.MachineImage.latest_amazon_linux2023())
lb = elb.LoadBalancer(stack, "Lb", vpc=vpc, internet_facing=True, health_check=elb.HealthCheck(port=80))
lb.add_target(group)
listener = lb.add_listener(external_port=80)
listener.connections.allow_default_port_from(machine)
inner = elb.LoadBalancer(stack, "Inner", vpc=vpc, cross_zone=False,
    listeners=[
        elb.LoadBalancerListener(external_port=443, internal_port=8080, ssl_certificate_arn="arn:aws:acm:eu-west-1:123456789012:certificate/a", allow_connections_from=[ec2.Peer.ipv4("10.0.0.0/8")]),
        elb.LoadBalancerListener(external_port=25, external_protocol=elb.LoadBalancingProtocol.TCP, allow_connections_from=[]),
    ],
    targets=[elb.InstanceTarget(machine)], access_logging_policy=elb.CfnLoadBalancer.AccessLoggingPolicyProperty(enabled=True, s3_bucket_name="b", emit_interval=5),
    health_check=elb.HealthCheck(port=9000, protocol=elb.LoadBalancingProtocol.HTTP, path="/ok", interval=cdk.Duration.seconds(10), timeout=cdk.Duration.seconds(3), healthy_threshold=4, unhealthy_threshold=6))
inner.connections.allow_from_any_ipv4(ec2.Port.tcp(25))
zone = route53.HostedZone(stack, "Z", zone_name="example.com")
route53.ARecord(stack, "A", zone=zone, target=route53.RecordTarget.from_alias(route53_targets.ClassicLoadBalancerTarget(lb)))
ssm.StringParameter(stack, "Param", string_value=f"{lb.load_balancer_dns_name} {lb.load_balancer_name}")""",
    ),
}
_NETWORK = {
    "aws_elb": frozenset[str](),
    "aws_security_group": frozenset({"description", "tags"}),
    "aws_vpc_security_group_egress_rule": frozenset({"description"}),
    "aws_vpc_security_group_ingress_rule": frozenset({"description"}),
    # Tags of machines are those of all that is made with them.
    "aws_iam_role": frozenset({"tags"}),
    "aws_autoscaling_group": frozenset({"tag", "launch_configuration", "launch_template"}),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, {**TYPES, **_NETWORK}) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, {**TYPES, **_NETWORK}) == {}
