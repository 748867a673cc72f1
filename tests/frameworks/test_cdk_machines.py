"""Machines of the CDK: instances, templates, groups that scale, capacity of clusters."""

from __future__ import annotations

import pytest
from cdk_programs import counts, py, shown, ts
from recognising import plain

from stackproof.model.graph import Resource

_VPC = "const vpc = new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0 });"
_MACHINE = (
    "instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.latestAmazonLinux2023()"
)
_FLAG = "this.node.setContext('@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig', %s);"
_OLD = _FLAG % "false" + _VPC
_GROUP = f"const g = new cdk.aws_autoscaling.AutoScalingGroup(this, 'G', {{ vpc, {_MACHINE}"


def _statements(policy: Resource) -> list[list[str]]:
    found = plain(policy["policy"])["json"]["Statement"]
    return [s["Action"] for s in found]


def test_a_machine_has_a_role_a_profile_and_a_group() -> None:
    program = ts(_VPC + f"new ec2.Instance(this, 'I', {{ vpc, {_MACHINE} }});")
    kinds = ("aws_instance", "aws_iam_instance_profile", "aws_iam_role")
    assert counts(program, *kinds) == dict.fromkeys(kinds, 1)
    machine = program.one("aws_instance")
    assert plain(machine["subnet_id"]) == "V/IsolatedSubnet1.id"
    assert plain(machine["vpc_security_group_ids"]) == ["I/InstanceSecurityGroup.id"]
    assert machine["user_data"].is_("#!/bin/bash")
    assert machine["ami"].is_unknown()


def test_commands_are_added_to_the_start_script() -> None:
    program = ts(
        _VPC
        + f"const i = new ec2.Instance(this, 'I', {{ vpc, {_MACHINE} }}); i.addUserData('a', 'b'); i.userData.addCommands('c');"
    )
    assert program.one("aws_instance")["user_data"].is_("#!/bin/bash\na\nb\nc")


def test_commands_that_may_be_added_make_the_script_unknown() -> None:
    program = ts(
        _VPC
        + f"const i = new ec2.Instance(this, 'I', {{ vpc, {_MACHINE} }}); if (process.env.X) {{ i.addUserData('a'); }}"
    )
    assert program.one("aws_instance")["user_data"].is_unknown()


def test_disks_are_told_apart() -> None:
    program = ts(
        _VPC
        + f"new ec2.Instance(this, 'I', {{ vpc, {_MACHINE}, blockDevices: ["
        + "{ deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(8, { encrypted: true }) },"
        + "{ deviceName: '/dev/sdf', volume: ec2.BlockDeviceVolume.ebs(40) }] });"
    )
    machine = program.one("aws_instance")
    assert plain(machine["root_block_device"]) == [{"encrypted": True, "volume_size": 8}]
    assert plain(machine["ebs_block_device"]) == [{"volume_size": 40, "device_name": "/dev/sdf"}]


def test_a_bastion_is_reached_by_the_session_manager() -> None:
    program = ts(
        _VPC
        + "const b = new ec2.BastionHostLinux(this, 'B', { vpc }); b.allowSshAccessFrom(ec2.Peer.ipv4('1.2.3.4/32'));"
    )
    assert program.one("aws_instance")["instance_type"].is_("t3.nano")
    assert _statements(program.one("aws_iam_role_policy")) == [
        ["ssmmessages:*", "ssm:UpdateInstanceInformation", "ec2messages:*"]
    ]
    rule = program.one("aws_security_group")["ingress"].items()[0]
    assert rule.get("from_port").is_(22)


def test_a_role_that_is_given_is_the_one_that_gets_permissions() -> None:
    program = ts(
        _VPC
        + "const role = new iam.Role(this, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });"
        + f"const i = new ec2.Instance(this, 'I', {{ vpc, {_MACHINE}, role }});"
        + "i.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));"
    )
    assert plain(program.one("aws_iam_role_policy")["role"]) == "R.id"


def test_a_template_holds_what_machines_start_with() -> None:
    program = ts(
        _VPC
        + "new ec2.LaunchTemplate(this, 'T', { instanceType: new ec2.InstanceType('t3.micro'), requireImdsv2: true,"
        " associatePublicIpAddress: true, securityGroup: new ec2.SecurityGroup(this, 'S', { vpc }), spotOptions: { maxPrice: 2 } });"
    )
    template = program.one("aws_launch_template")
    assert plain(template["metadata_options"]) == {"http_tokens": "required"}
    assert plain(template["network_interfaces"]) == [
        {"device_index": 0, "associate_public_ip_address": True, "security_groups": ["S.id"]}
    ]
    assert plain(template["instance_market_options"]) == {
        "market_type": "spot",
        "spot_options": {"max_price": "2"},
    }
    assert template["vpc_security_group_ids"].is_absent()


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ("", (1, 1, None)),
        ("minCapacity: 3", (3, 3, None)),
        ("minCapacity: 0", (0, 1, None)),
        ("desiredCapacity: 2", (1, 2, 2)),
        ("minCapacity: 2, maxCapacity: 5, desiredCapacity: 4", (2, 5, 4)),
    ],
)
def test_sizes_of_a_group_follow_from_each_other(sizes: str, expected: tuple[int, int, int | None]) -> None:
    group = ts(_VPC + f"{_GROUP}, {sizes} }});").one("aws_autoscaling_group")
    assert tuple(group[n].number() for n in ("min_size", "max_size", "desired_capacity")) == expected


def test_a_feature_flag_decides_between_template_and_configuration() -> None:
    both = ("aws_launch_template", "aws_launch_configuration")
    assert tuple(counts(ts(_FLAG % "true" + _VPC + _GROUP + " });"), *both).values()) == (1, 0)
    assert tuple(counts(ts(_OLD + _GROUP + " });"), *both).values()) == (0, 1)
    unclear = ts(_FLAG % "process.env.X" + _VPC + _GROUP + " });")
    assert unclear.one("aws_launch_template").conditional
    assert unclear.one("aws_launch_configuration").conditional
    assert unclear.one("aws_autoscaling_group")["launch_template"].is_unknown()


def test_a_group_is_a_target() -> None:
    program = ts(
        _VPC
        + _GROUP
        + " }); const lb = new elbv2.ApplicationLoadBalancer(this, 'L', { vpc }); lb.addListener('l', { port: 80 })"
        ".addTargets('t', { port: 8080, targets: [g] });"
    )
    assert plain(program.one("aws_autoscaling_group")["target_group_arns"]) == ["L/l/tGroup.arn"]
    assert program.one("aws_lb_target_group")["target_type"].is_("instance")
    assert plain(program.one("aws_vpc_security_group_ingress_rule")["from_port"]) == 8080


def test_what_changes_the_size_of_a_group() -> None:
    program = ts(
        _VPC
        + _GROUP
        + " }); g.scaleOnCpuUtilization('c', { targetUtilizationPercent: 60 });"
        + "g.scaleOnSchedule('s', { schedule: cdk.aws_autoscaling.Schedule.cron({ hour: '8', minute: '30' }), minCapacity: 2 });"
        + "g.addLifecycleHook('h', { lifecycleTransition: cdk.aws_autoscaling.LifecycleTransition.INSTANCE_TERMINATING });"
        + "g.addWarmPool({ minSize: 1 });"
    )
    tracked = plain(program.one("aws_autoscaling_policy")["target_tracking_configuration"])
    assert tracked == {
        "predefined_metric_specification": {"predefined_metric_type": "ASGAverageCPUUtilization"},
        "target_value": 60,
    }
    assert plain(program.one("aws_autoscaling_schedule")["recurrence"]) == "30 8 * * *"
    assert (
        plain(program.one("aws_autoscaling_lifecycle_hook")["lifecycle_transition"])
        == "autoscaling:EC2_INSTANCE_TERMINATING"
    )
    assert plain(program.one("aws_autoscaling_group")["warm_pool"]) == {"min_size": 1}


def test_steps_become_policies_with_alarms() -> None:
    program = ts(
        _VPC
        + _GROUP
        + " }); g.scaleOnMetric('m', { metric: props.metric, scalingSteps: [{ upper: 10, change: -1 }, { lower: 50, change: 1 }, { lower: 70, change: 3 }] });"
    )
    assert counts(program, "aws_autoscaling_policy") == {"aws_autoscaling_policy": 2}
    above = next(p for p in program.recognition.resources if p.name.endswith("UpperPolicy"))
    assert plain(above["step_adjustment"]) == [
        {"scaling_adjustment": 1, "metric_interval_lower_bound": 0, "metric_interval_upper_bound": 20},
        {"scaling_adjustment": 3, "metric_interval_lower_bound": 20},
    ]
    thresholds = {
        a["comparison_operator"].text(): a["threshold"].number()
        for a in program.recognition.resources
        if a.type == "aws_cloudwatch_metric_alarm"
    }
    assert thresholds == {"LessThanOrEqualToThreshold": 10, "GreaterThanOrEqualToThreshold": 50}


def test_a_provider_of_capacity_protects_its_machines() -> None:
    program = ts(
        _OLD
        + _GROUP
        + " }); const c = new ecs.Cluster(this, 'C', { vpc }); const p = new ecs.AsgCapacityProvider(this, 'P', { autoScalingGroup: g });"
        "c.addAsgCapacityProvider(p); c.addAsgCapacityProvider(p);"
    )
    assert program.one("aws_autoscaling_group")["protect_from_scale_in"].is_(True)
    assert plain(program.one("aws_ecs_cluster_capacity_providers")["capacity_providers"]) == ["P.name"]
    provider = plain(program.one("aws_ecs_capacity_provider")["auto_scaling_group_provider"])
    assert provider["managed_scaling"] == {"status": "ENABLED", "target_capacity": 100}
    assert counts(program, "aws_lambda_function") == {"aws_lambda_function": 0}
    script = plain(program.one("aws_launch_configuration")["user_data"])
    assert script == "#!/bin/bash\necho ECS_CLUSTER={C.name} >> /etc/ecs/ecs.config"


def test_machines_without_protection_are_emptied_by_a_function() -> None:
    program = ts(
        _VPC
        + "const c = new ecs.Cluster(this, 'C', { vpc }); c.addCapacity('m', { instanceType: new ec2.InstanceType('t3.micro') });"
    )
    kinds = (
        "aws_lambda_function",
        "aws_lambda_permission",
        "aws_sns_topic",
        "aws_sns_topic_subscription",
        "aws_autoscaling_lifecycle_hook",
    )
    assert counts(program, *kinds) == dict.fromkeys(kinds, 1)


def test_no_time_to_empty_machines_needs_no_function() -> None:
    program = ts(
        _VPC
        + "const c = new ecs.Cluster(this, 'C', { vpc }); c.addCapacity('m', { instanceType: new ec2.InstanceType('t3.micro'),"
        " taskDrainTime: cdk.Duration.seconds(0) });"
    )
    assert counts(program, "aws_lambda_function") == {"aws_lambda_function": 0}


def test_an_argument_that_nobody_knows_leaves_a_group_open() -> None:
    group = ts(_VPC + f"{_GROUP}, somethingNew: 3 }});").one("aws_autoscaling_group")
    assert group.properties.open


def test_python_machines_are_the_same() -> None:
    typescript = ts(
        _VPC
        + _GROUP
        + ", minCapacity: 2 }); g.addUserData('x'); new ec2.KeyPair(this, 'K', { keyPairName: 'k' });"
    )
    python = py("""
        vpc = ec2.Vpc(self, "V", max_azs=1, nat_gateways=0)
        g = cdk.aws_autoscaling.AutoScalingGroup(self, "G", vpc=vpc, instance_type=ec2.InstanceType("t3.micro"),
            machine_image=ec2.MachineImage.latest_amazon_linux2023(), min_capacity=2)
        g.add_user_data("x")
        ec2.KeyPair(self, "K", key_pair_name="k")""")
    assert shown(typescript) == shown(python)
