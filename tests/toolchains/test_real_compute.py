"""Machines, groups of them and load balancers are what the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from realness import differences

# Types whose arguments are compared, but for those named: tags, and what only a deployment decides.
_ALSO = {
    kind: frozenset({"tags", *without})
    for kind, *without in (
        ("aws_autoscaling_group", "tag"),
        ("aws_autoscaling_lifecycle_hook",),
        ("aws_autoscaling_notification",),
        ("aws_autoscaling_policy",),
        ("aws_autoscaling_schedule",),
        ("aws_ebs_volume",),
        ("aws_ecs_capacity_provider", "name"),
        ("aws_ecs_cluster_capacity_providers",),
        ("aws_ecs_service",),
        ("aws_iam_instance_profile",),
        ("aws_iam_role",),
        ("aws_instance", "availability_zone"),
        ("aws_key_pair",),
        ("aws_lambda_function", "runtime"),
        ("aws_launch_configuration",),
        ("aws_launch_template", "tag_specifications"),
        ("aws_lb",),
        ("aws_lb_listener",),
        ("aws_lb_listener_certificate",),
        ("aws_lb_listener_rule",),
        ("aws_lb_target_group",),
        ("aws_lb_target_group_attachment",),
        ("aws_s3_bucket_policy",),
        ("aws_security_group", "description"),
        ("aws_sns_topic",),
        ("aws_vpc_security_group_egress_rule", "description"),
        ("aws_vpc_security_group_ingress_rule", "description"),
    )
}

_CASES = {
    "instances": (
        """const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const web = new ec2.Instance(stack, 'Web', { vpc, instanceType: ec2.InstanceType.of(ec2.InstanceClass.T3,
          ec2.InstanceSize.MICRO), machineImage: ec2.MachineImage.latestAmazonLinux2023(),
          vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, blockDevices: [{ deviceName: '/dev/xvda',
          volume: ec2.BlockDeviceVolume.ebs(20, { encrypted: true, volumeType: ec2.EbsDeviceVolumeType.GP3 }) },
          { deviceName: '/dev/sdf', volume: ec2.BlockDeviceVolume.ebs(40) }], keyName: 'old', detailedMonitoring: true,
          ssmSessionPermissions: true });
        web.addUserData('yum install -y httpd', 'systemctl start httpd');
        web.connections.allowFromAnyIpv4(ec2.Port.tcp(80));
        web.role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
        const sg = new ec2.SecurityGroup(stack, 'Sg', { vpc, description: 'mine' });
        const pair = new ec2.KeyPair(stack, 'Pair', { keyPairName: 'pair' });
        const db = new ec2.Instance(stack, 'Db', { vpc, instanceType: new ec2.InstanceType('m5.large'),
          machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-123' }), securityGroup: sg, keyPair: pair,
          role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
          associatePublicIpAddress: false });
        db.connections.allowFrom(web, ec2.Port.tcp(5432));
        const bastion = new ec2.BastionHostLinux(stack, 'Bastion', { vpc });
        bastion.allowSshAccessFrom(ec2.Peer.ipv4('1.2.3.4/32'));
        db.connections.allowFrom(bastion, ec2.Port.tcp(22));
        const volume = new ec2.Volume(stack, 'Volume', { availabilityZone: 'eu-west-1a', size: cdk.Size.gibibytes(8),
          encrypted: true });
        new ec2.CfnEIP(stack, 'Ip', { instanceId: web.instanceId });""",
        """vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
web = ec2.Instance(stack, "Web", vpc=vpc, instance_type=ec2.InstanceType.of(ec2.InstanceClass.T3,
    ec2.InstanceSize.MICRO), machine_image=ec2.MachineImage.latest_amazon_linux2023(),
    vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
    block_devices=[ec2.BlockDevice(device_name="/dev/xvda", volume=ec2.BlockDeviceVolume.ebs(20, encrypted=True,
    volume_type=ec2.EbsDeviceVolumeType.GP3)), ec2.BlockDevice(device_name="/dev/sdf",
    volume=ec2.BlockDeviceVolume.ebs(40))], key_name="old", detailed_monitoring=True,
    ssm_session_permissions=True)
web.add_user_data("yum install -y httpd", "systemctl start httpd")
web.connections.allow_from_any_ipv4(ec2.Port.tcp(80))
web.role.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name("ReadOnlyAccess"))
sg = ec2.SecurityGroup(stack, "Sg", vpc=vpc, description="mine")
pair = ec2.KeyPair(stack, "Pair", key_pair_name="pair")
db = ec2.Instance(stack, "Db", vpc=vpc, instance_type=ec2.InstanceType("m5.large"),
    machine_image=ec2.MachineImage.generic_linux({"eu-west-1": "ami-123"}), security_group=sg, key_pair=pair,
    role=iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com")),
    associate_public_ip_address=False)
db.connections.allow_from(web, ec2.Port.tcp(5432))
bastion = ec2.BastionHostLinux(stack, "Bastion", vpc=vpc)
bastion.allow_ssh_access_from(ec2.Peer.ipv4("1.2.3.4/32"))
db.connections.allow_from(bastion, ec2.Port.tcp(22))
volume = ec2.Volume(stack, "Volume", availability_zone="eu-west-1a", size=cdk.Size.gibibytes(8), encrypted=True)
ec2.CfnEIP(stack, "Ip", instance_id=web.instance_id)""",
    ),
    "metadata": (
        """const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        new ec2.Instance(stack, 'Web', { vpc, instanceType: new ec2.InstanceType('t3.micro'),
          machineImage: ec2.MachineImage.latestAmazonLinux2023(), httpTokens: ec2.HttpTokens.REQUIRED,
          httpPutResponseHopLimit: 2 });""",
        """vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
ec2.Instance(stack, "Web", vpc=vpc, instance_type=ec2.InstanceType("t3.micro"),
    machine_image=ec2.MachineImage.latest_amazon_linux2023(), http_tokens=ec2.HttpTokens.REQUIRED,
    http_put_response_hop_limit=2)""",
    ),
    "groups": (
        """const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const asg = new autoscaling.AutoScalingGroup(stack, 'Asg', { vpc,
          instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.latestAmazonLinux2(),
          minCapacity: 2, maxCapacity: 6, healthCheck: autoscaling.HealthCheck.elb({ grace: cdk.Duration.minutes(2) }),
          associatePublicIpAddress: true, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, keyName: 'k',
          spotPrice: '0.02', groupMetrics: [autoscaling.GroupMetrics.all()],
          notifications: [{ topic: new sns.Topic(stack, 'Topic') }],
          instanceMonitoring: autoscaling.Monitoring.DETAILED, cooldown: cdk.Duration.seconds(90),
          blockDevices: [{ deviceName: '/dev/xvda', volume: autoscaling.BlockDeviceVolume.ebs(30) }] });
        asg.addUserData('echo hi');
        asg.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
        asg.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
        asg.scaleOnSchedule('Night', { schedule: autoscaling.Schedule.cron({ hour: '20', minute: '0' }),
          minCapacity: 1 });
        asg.addLifecycleHook('Hook', { lifecycleTransition: autoscaling.LifecycleTransition.INSTANCE_LAUNCHING,
          heartbeatTimeout: cdk.Duration.minutes(5), notificationTarget: new hooktargets.QueueHook(new sqs.Queue(stack,
          'Queue')) });
        const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true });
        alb.addListener('Http', { port: 80 }).addTargets('Fleet', { port: 8080, targets: [asg],
          healthCheck: { path: '/health' } });
        asg.scaleOnRequestCount('Requests', { targetRequestsPerMinute: 600 });""",
        """vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
asg = autoscaling.AutoScalingGroup(stack, "Asg", vpc=vpc, instance_type=ec2.InstanceType("t3.micro"),
    machine_image=ec2.MachineImage.latest_amazon_linux2(), min_capacity=2, max_capacity=6,
    health_check=autoscaling.HealthCheck.elb(grace=cdk.Duration.minutes(2)), associate_public_ip_address=True,
    vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC), key_name="k", spot_price="0.02",
    group_metrics=[autoscaling.GroupMetrics.all()],
    notifications=[autoscaling.NotificationConfiguration(topic=sns.Topic(stack, "Topic"))],
    instance_monitoring=autoscaling.Monitoring.DETAILED, cooldown=cdk.Duration.seconds(90),
    block_devices=[autoscaling.BlockDevice(device_name="/dev/xvda",
    volume=autoscaling.BlockDeviceVolume.ebs(30))])
asg.add_user_data("echo hi")
asg.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=["*"]))
asg.scale_on_cpu_utilization("Cpu", target_utilization_percent=60)
asg.scale_on_schedule("Night", schedule=autoscaling.Schedule.cron(hour="20", minute="0"), min_capacity=1)
asg.add_lifecycle_hook("Hook", lifecycle_transition=autoscaling.LifecycleTransition.INSTANCE_LAUNCHING,
    heartbeat_timeout=cdk.Duration.minutes(5), notification_target=hooktargets.QueueHook(sqs.Queue(stack,
    "Queue")))
alb = elbv2.ApplicationLoadBalancer(stack, "Alb", vpc=vpc, internet_facing=True)
alb.add_listener("Http", port=80).add_targets("Fleet", port=8080, targets=[asg],
    health_check=elbv2.HealthCheck(path="/health"))
asg.scale_on_request_count("Requests", target_requests_per_minute=600)""",
    ),
    "groups-by-template": (
        """stack.node.setContext('@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig', true);
        const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const asg = new autoscaling.AutoScalingGroup(stack, 'Asg', { vpc,
          instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.latestAmazonLinux2(),
          minCapacity: 2, maxCapacity: 6, healthCheck: autoscaling.HealthCheck.elb({ grace: cdk.Duration.minutes(2) }),
          associatePublicIpAddress: true, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, spotPrice: '0.02',
          groupMetrics: [autoscaling.GroupMetrics.all()], notifications: [{ topic: new sns.Topic(stack, 'Topic') }],
          instanceMonitoring: autoscaling.Monitoring.DETAILED, cooldown: cdk.Duration.seconds(90),
          blockDevices: [{ deviceName: '/dev/xvda', volume: autoscaling.BlockDeviceVolume.ebs(30) }] });
        asg.addUserData('echo hi');
        asg.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
        asg.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
        asg.scaleOnSchedule('Night', { schedule: autoscaling.Schedule.cron({ hour: '20', minute: '0' }),
          minCapacity: 1 });
        const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true });
        alb.addListener('Http', { port: 80 }).addTargets('Fleet', { port: 8080, targets: [asg],
          healthCheck: { path: '/health' } });
        asg.scaleOnRequestCount('Requests', { targetRequestsPerMinute: 600 });""",
        """stack.node.set_context("@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig", True)
vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
asg = autoscaling.AutoScalingGroup(stack, "Asg", vpc=vpc, instance_type=ec2.InstanceType("t3.micro"),
    machine_image=ec2.MachineImage.latest_amazon_linux2(), min_capacity=2, max_capacity=6,
    health_check=autoscaling.HealthCheck.elb(grace=cdk.Duration.minutes(2)), associate_public_ip_address=True,
    vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC), spot_price="0.02",
    group_metrics=[autoscaling.GroupMetrics.all()],
    notifications=[autoscaling.NotificationConfiguration(topic=sns.Topic(stack, "Topic"))],
    instance_monitoring=autoscaling.Monitoring.DETAILED, cooldown=cdk.Duration.seconds(90),
    block_devices=[autoscaling.BlockDevice(device_name="/dev/xvda",
    volume=autoscaling.BlockDeviceVolume.ebs(30))])
asg.add_user_data("echo hi")
asg.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=["*"]))
asg.scale_on_cpu_utilization("Cpu", target_utilization_percent=60)
asg.scale_on_schedule("Night", schedule=autoscaling.Schedule.cron(hour="20", minute="0"), min_capacity=1)
alb = elbv2.ApplicationLoadBalancer(stack, "Alb", vpc=vpc, internet_facing=True)
alb.add_listener("Http", port=80).add_targets("Fleet", port=8080, targets=[asg],
    health_check=elbv2.HealthCheck(path="/health"))
asg.scale_on_request_count("Requests", target_requests_per_minute=600)""",
    ),
    "templates": (
        """const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const template = new ec2.LaunchTemplate(stack, 'Template', { instanceType: new ec2.InstanceType('t3.small'),
          machineImage: ec2.MachineImage.latestAmazonLinux2023(), userData: ec2.UserData.forLinux(),
          securityGroup: new ec2.SecurityGroup(stack, 'Sg', { vpc }), requireImdsv2: true,
          spotOptions: { maxPrice: 1.5 }, role: new iam.Role(stack, 'Role',
          { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }), launchTemplateName: 'n',
          httpPutResponseHopLimit: 2, blockDevices: [{ deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(8,
          { encrypted: true }) }], detailedMonitoring: true, cpuCredits: ec2.CpuCredits.STANDARD });
        const group = new autoscaling.AutoScalingGroup(stack, 'Group', { vpc, launchTemplate: template,
          desiredCapacity: 3 });
        group.connections.allowFromAnyIpv4(ec2.Port.tcp(22));
        new autoscaling.AutoScalingGroup(stack, 'Mixed', { vpc, newInstancesProtectedFromScaleIn: true,
          maxInstanceLifetime: cdk.Duration.days(7), mixedInstancesPolicy: { launchTemplate: template,
          launchTemplateOverrides: [{ instanceType: new ec2.InstanceType('t3.large'), weightedCapacity: 2 }],
          instancesDistribution: { onDemandPercentageAboveBaseCapacity: 50,
          spotAllocationStrategy: autoscaling.SpotAllocationStrategy.CAPACITY_OPTIMIZED } } });""",
        """vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
template = ec2.LaunchTemplate(stack, "Template", instance_type=ec2.InstanceType("t3.small"),
    machine_image=ec2.MachineImage.latest_amazon_linux2023(), user_data=ec2.UserData.for_linux(),
    security_group=ec2.SecurityGroup(stack, "Sg", vpc=vpc), require_imdsv2=True,
    spot_options=ec2.LaunchTemplateSpotOptions(max_price=1.5), role=iam.Role(stack, "Role",
    assumed_by=iam.ServicePrincipal("ec2.amazonaws.com")), launch_template_name="n",
    http_put_response_hop_limit=2, block_devices=[ec2.BlockDevice(device_name="/dev/xvda",
    volume=ec2.BlockDeviceVolume.ebs(8, encrypted=True))], detailed_monitoring=True,
    cpu_credits=ec2.CpuCredits.STANDARD)
group = autoscaling.AutoScalingGroup(stack, "Group", vpc=vpc, launch_template=template, desired_capacity=3)
group.connections.allow_from_any_ipv4(ec2.Port.tcp(22))
autoscaling.AutoScalingGroup(stack, "Mixed", vpc=vpc, new_instances_protected_from_scale_in=True,
    max_instance_lifetime=cdk.Duration.days(7),
    mixed_instances_policy=autoscaling.MixedInstancesPolicy(launch_template=template,
    launch_template_overrides=[autoscaling.LaunchTemplateOverrides(instance_type=ec2.InstanceType("t3.large"),
    weighted_capacity=2)],
    instances_distribution=autoscaling.InstancesDistribution(on_demand_percentage_above_base_capacity=50,
    spot_allocation_strategy=autoscaling.SpotAllocationStrategy.CAPACITY_OPTIMIZED)))""",
    ),
    "capacity": (
        """const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/example/app:1');
        const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const cluster = new ecs.Cluster(stack, 'Cluster', { vpc, enableFargateCapacityProviders: true,
          containerInsights: true });
        const asg = new autoscaling.AutoScalingGroup(stack, 'Asg', { vpc,
          instanceType: new ec2.InstanceType('t3.micro'), machineImage: ecs.EcsOptimizedImage.amazonLinux2(),
          maxCapacity: 4 });
        const provider = new ecs.AsgCapacityProvider(stack, 'Provider', { autoScalingGroup: asg });
        cluster.addAsgCapacityProvider(provider);
        const other = new ecs.Cluster(stack, 'Other', { vpc });
        other.addCapacity('Capacity', { instanceType: new ec2.InstanceType('m5.large'), desiredCapacity: 2 });
        const task = new ecs.Ec2TaskDefinition(stack, 'Task', { networkMode: ecs.NetworkMode.BRIDGE });
        task.addContainer('app', { image, memoryLimitMiB: 256, cpu: 100, portMappings: [{ containerPort: 80,
          hostPort: 8080 }] });
        const s1 = new ecs.Ec2Service(stack, 'S1', { cluster, taskDefinition: task,
          capacityProviderStrategies: [{ capacityProvider: provider.capacityProviderName, weight: 1 }] });
        const s2 = new ecs.Ec2Service(stack, 'S2', { cluster: other, taskDefinition: task,
          circuitBreaker: { rollback: true } });
        const lb = new elbv2.ApplicationLoadBalancer(stack, 'Lb', { vpc });
        lb.addListener('L', { port: 80 }).addTargets('T', { port: 80,
          targets: [s2.loadBalancerTarget({ containerName: 'app', containerPort: 80 })] });""",
        """image = ecs.ContainerImage.from_registry("public.ecr.aws/example/app:1")
vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
cluster = ecs.Cluster(stack, "Cluster", vpc=vpc, enable_fargate_capacity_providers=True,
    container_insights=True)
asg = autoscaling.AutoScalingGroup(stack, "Asg", vpc=vpc, instance_type=ec2.InstanceType("t3.micro"),
    machine_image=ecs.EcsOptimizedImage.amazon_linux2(), max_capacity=4)
provider = ecs.AsgCapacityProvider(stack, "Provider", auto_scaling_group=asg)
cluster.add_asg_capacity_provider(provider)
other = ecs.Cluster(stack, "Other", vpc=vpc)
other.add_capacity("Capacity", instance_type=ec2.InstanceType("m5.large"), desired_capacity=2)
task = ecs.Ec2TaskDefinition(stack, "Task", network_mode=ecs.NetworkMode.BRIDGE)
task.add_container("app", image=image, memory_limit_mib=256, cpu=100,
    port_mappings=[ecs.PortMapping(container_port=80, host_port=8080)])
s1 = ecs.Ec2Service(stack, "S1", cluster=cluster, task_definition=task,
    capacity_provider_strategies=[ecs.CapacityProviderStrategy(capacity_provider=provider.capacity_provider_name,
    weight=1)])
s2 = ecs.Ec2Service(stack, "S2", cluster=other, task_definition=task,
    circuit_breaker=ecs.DeploymentCircuitBreaker(rollback=True))
lb = elbv2.ApplicationLoadBalancer(stack, "Lb", vpc=vpc)
lb.add_listener("L", port=80).add_targets("T", port=80, targets=[s2.load_balancer_target(container_name="app",
    container_port=80)])""",
    ),
    "application": (
        """const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const cert = acm.Certificate.fromCertificateArn(stack, 'Cert',
          'arn:aws:acm:eu-west-1:123456789012:certificate/abc');
        const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true, http2Enabled: false,
          idleTimeout: cdk.Duration.seconds(30), deletionProtection: true, dropInvalidHeaderFields: true,
          loadBalancerName: 'alb' });
        alb.addRedirect();
        const https = alb.addListener('Https', { port: 443, certificates: [cert], sslPolicy: elbv2.SslPolicy.TLS12,
          defaultAction: elbv2.ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'no' }) });
        https.addCertificates('More',
          [elbv2.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:123456789012:certificate/def')]);
        const asg = new autoscaling.AutoScalingGroup(stack, 'Asg', { vpc,
          instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.latestAmazonLinux2() });
        const group = https.addTargets('Api', { port: 8080, targets: [asg], priority: 10,
          conditions: [elbv2.ListenerCondition.pathPatterns(['/api/*']),
          elbv2.ListenerCondition.hostHeaders(['a.example.com'])], stickinessCookieDuration: cdk.Duration.hours(1),
          deregistrationDelay: cdk.Duration.seconds(10), healthCheck: { path: '/up', interval: cdk.Duration.seconds(20),
          healthyHttpCodes: '200-299' } });
        const fn = new lambda_.Function(stack, 'Fn', { runtime: lambda_.Runtime.NODEJS_20_X, handler: 'i.h',
          code: lambda_.Code.fromInline('x') });
        https.addTargets('Fn', { targets: [new elbv2_targets.LambdaTarget(fn)], priority: 20,
          conditions: [elbv2.ListenerCondition.httpHeader('X', ['y']), elbv2.ListenerCondition.queryStrings([{ key: 'a',
          value: 'b' }])] });
        const ips = new elbv2.ApplicationTargetGroup(stack, 'Ips', { vpc, port: 80, targetType: elbv2.TargetType.IP,
          targets: [new elbv2_targets.IpTarget('10.0.1.1')] });
        https.addTargetGroups('Ips', { targetGroups: [ips], priority: 30,
          conditions: [elbv2.ListenerCondition.httpRequestMethods(['GET']),
          elbv2.ListenerCondition.sourceIps(['1.2.3.4/32'])] });
        https.addAction('Redirect', { priority: 40, conditions: [elbv2.ListenerCondition.pathPatterns(['/old'])],
          action: elbv2.ListenerAction.redirect({ path: '/new', permanent: true }) });
        https.addAction('Weighted', { priority: 50, conditions: [elbv2.ListenerCondition.pathPatterns(['/w'])],
          action: elbv2.ListenerAction.weightedForward([{ targetGroup: group, weight: 1 }, { targetGroup: ips,
          weight: 3 }], { stickinessDuration: cdk.Duration.minutes(3) }) });
        https.addAction('Oidc', { priority: 60, conditions: [elbv2.ListenerCondition.pathPatterns(['/o'])],
          action: elbv2.ListenerAction.authenticateOidc({ authorizationEndpoint: 'A', clientId: 'B',
          clientSecret: cdk.SecretValue.unsafePlainText('C'), issuer: 'D', tokenEndpoint: 'E', userInfoEndpoint: 'F',
          next: elbv2.ListenerAction.forward([group]) }) });
        new elbv2.ApplicationListenerRule(stack, 'Rule', { listener: https, priority: 70,
          conditions: [elbv2.ListenerCondition.pathPatterns(['/r'])], targetGroups: [ips] });
        const logs_ = new s3.Bucket(stack, 'Logs');
        alb.logAccessLogs(logs_, 'p'); alb.logConnectionLogs(logs_);
        const sg = new ec2.SecurityGroup(stack, 'Sg', { vpc, allowAllOutbound: false });
        const inner = new elbv2.ApplicationLoadBalancer(stack, 'Inner', { vpc, securityGroup: sg,
          vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } });
        const http = inner.addListener('Http', { port: 8080, open: false, protocol: elbv2.ApplicationProtocol.HTTP });
        http.connections.allowDefaultPortFrom(asg);
        http.addTargets('Same', { port: 80, targets: [asg], protocol: elbv2.ApplicationProtocol.HTTP });""",
        """vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
cert = acm.Certificate.from_certificate_arn(stack, "Cert", "arn:aws:acm:eu-west-1:123456789012:certificate/abc")
alb = elbv2.ApplicationLoadBalancer(stack, "Alb", vpc=vpc, internet_facing=True, http2_enabled=False,
    idle_timeout=cdk.Duration.seconds(30), deletion_protection=True, drop_invalid_header_fields=True,
    load_balancer_name="alb")
alb.add_redirect()
https = alb.add_listener("Https", port=443, certificates=[cert], ssl_policy=elbv2.SslPolicy.TLS12,
    default_action=elbv2.ListenerAction.fixed_response(404, content_type="text/plain", message_body="no"))
https.add_certificates("More",
    [elbv2.ListenerCertificate.from_arn("arn:aws:acm:eu-west-1:123456789012:certificate/def")])
asg = autoscaling.AutoScalingGroup(stack, "Asg", vpc=vpc, instance_type=ec2.InstanceType("t3.micro"),
    machine_image=ec2.MachineImage.latest_amazon_linux2())
group = https.add_targets("Api", port=8080, targets=[asg], priority=10,
    conditions=[elbv2.ListenerCondition.path_patterns(["/api/*"]),
    elbv2.ListenerCondition.host_headers(["a.example.com"])], stickiness_cookie_duration=cdk.Duration.hours(1),
    deregistration_delay=cdk.Duration.seconds(10), health_check=elbv2.HealthCheck(path="/up",
    interval=cdk.Duration.seconds(20), healthy_http_codes="200-299"))
fn = lambda_.Function(stack, "Fn", runtime=lambda_.Runtime.NODEJS_20_X, handler="i.h",
    code=lambda_.Code.from_inline("x"))
https.add_targets("Fn", targets=[elbv2_targets.LambdaTarget(fn)], priority=20,
    conditions=[elbv2.ListenerCondition.http_header("X", ["y"]),
    elbv2.ListenerCondition.query_strings([elbv2.QueryStringCondition(key="a", value="b")])])
ips = elbv2.ApplicationTargetGroup(stack, "Ips", vpc=vpc, port=80, target_type=elbv2.TargetType.IP,
    targets=[elbv2_targets.IpTarget("10.0.1.1")])
https.add_target_groups("Ips", target_groups=[ips], priority=30,
    conditions=[elbv2.ListenerCondition.http_request_methods(["GET"]),
    elbv2.ListenerCondition.source_ips(["1.2.3.4/32"])])
https.add_action("Redirect", priority=40, conditions=[elbv2.ListenerCondition.path_patterns(["/old"])],
    action=elbv2.ListenerAction.redirect(path="/new", permanent=True))
https.add_action("Weighted", priority=50, conditions=[elbv2.ListenerCondition.path_patterns(["/w"])],
    action=elbv2.ListenerAction.weighted_forward([elbv2.WeightedTargetGroup(target_group=group, weight=1),
    elbv2.WeightedTargetGroup(target_group=ips, weight=3)], stickiness_duration=cdk.Duration.minutes(3)))
https.add_action("Oidc", priority=60, conditions=[elbv2.ListenerCondition.path_patterns(["/o"])],
    action=elbv2.ListenerAction.authenticate_oidc(authorization_endpoint="A", client_id="B",
    client_secret=cdk.SecretValue.unsafe_plain_text("C"), issuer="D", token_endpoint="E",
    user_info_endpoint="F", next=elbv2.ListenerAction.forward([group])))
elbv2.ApplicationListenerRule(stack, "Rule", listener=https, priority=70,
    conditions=[elbv2.ListenerCondition.path_patterns(["/r"])], target_groups=[ips])
logs_ = s3.Bucket(stack, "Logs")
alb.log_access_logs(logs_, "p")
alb.log_connection_logs(logs_)
sg = ec2.SecurityGroup(stack, "Sg", vpc=vpc, allow_all_outbound=False)
inner = elbv2.ApplicationLoadBalancer(stack, "Inner", vpc=vpc, security_group=sg,
    vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS))
http = inner.add_listener("Http", port=8080, open=False, protocol=elbv2.ApplicationProtocol.HTTP)
http.connections.allow_default_port_from(asg)
http.add_targets("Same", port=80, targets=[asg], protocol=elbv2.ApplicationProtocol.HTTP)""",
    ),
    "network": (
        """const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const nlb = new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc, internetFacing: true, crossZoneEnabled: true });
        const asg = new autoscaling.AutoScalingGroup(stack, 'Asg', { vpc,
          instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.latestAmazonLinux2() });
        const l = nlb.addListener('L', { port: 443,
          certificates: [elbv2.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:123456789012:certificate/abc')],
          alpnPolicy: elbv2.AlpnPolicy.HTTP2_ONLY });
        l.addTargets('T', { port: 8443, targets: [asg], preserveClientIp: true, proxyProtocolV2: true,
          healthCheck: { protocol: elbv2.Protocol.HTTP, path: '/h' } });
        const udp = nlb.addListener('U', { port: 53, protocol: elbv2.Protocol.UDP });
        udp.addTargets('T', { port: 53, protocol: elbv2.Protocol.UDP,
          targets: [new elbv2_targets.IpTarget('10.0.0.5')] });
        const sgd = new elbv2.NetworkLoadBalancer(stack, 'Sgd', { vpc, securityGroups: [new ec2.SecurityGroup(stack,
          'Sg', { vpc, description: 'mine' })] });
        const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc });
        const al = alb.addListener('Http', { port: 80, defaultAction: elbv2.ListenerAction.fixedResponse(200) });
        sgd.addListener('L', { port: 80 }).addTargets('Alb', { port: 80,
          targets: [new elbv2_targets.AlbListenerTarget(al)] });
        nlb.logAccessLogs(new s3.Bucket(stack, 'Logs'));
        new elbv2.NetworkTargetGroup(stack, 'Free', { vpc, port: 25, targetType: elbv2.TargetType.INSTANCE,
          targets: [new elbv2_targets.InstanceIdTarget('i-123')] });""",
        """vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
nlb = elbv2.NetworkLoadBalancer(stack, "Nlb", vpc=vpc, internet_facing=True, cross_zone_enabled=True)
asg = autoscaling.AutoScalingGroup(stack, "Asg", vpc=vpc, instance_type=ec2.InstanceType("t3.micro"),
    machine_image=ec2.MachineImage.latest_amazon_linux2())
l = nlb.add_listener("L", port=443,
    certificates=[elbv2.ListenerCertificate.from_arn("arn:aws:acm:eu-west-1:123456789012:certificate/abc")],
    alpn_policy=elbv2.AlpnPolicy.HTTP2_ONLY)
l.add_targets("T", port=8443, targets=[asg], preserve_client_ip=True, proxy_protocol_v2=True,
    health_check=elbv2.HealthCheck(protocol=elbv2.Protocol.HTTP, path="/h"))
udp = nlb.add_listener("U", port=53, protocol=elbv2.Protocol.UDP)
udp.add_targets("T", port=53, protocol=elbv2.Protocol.UDP, targets=[elbv2_targets.IpTarget("10.0.0.5")])
sgd = elbv2.NetworkLoadBalancer(stack, "Sgd", vpc=vpc, security_groups=[ec2.SecurityGroup(stack, "Sg", vpc=vpc,
    description="mine")])
alb = elbv2.ApplicationLoadBalancer(stack, "Alb", vpc=vpc)
al = alb.add_listener("Http", port=80, default_action=elbv2.ListenerAction.fixed_response(200))
sgd.add_listener("L", port=80).add_targets("Alb", port=80, targets=[elbv2_targets.AlbListenerTarget(al)])
nlb.log_access_logs(s3.Bucket(stack, "Logs"))
elbv2.NetworkTargetGroup(stack, "Free", vpc=vpc, port=25, target_type=elbv2.TargetType.INSTANCE,
    targets=[elbv2_targets.InstanceIdTarget("i-123")])""",
    ),
}


def test_typescript_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "typescript", tmp_path, _ALSO) == {}


def test_python_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "python", tmp_path, _ALSO) == {}
