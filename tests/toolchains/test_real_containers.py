"""Containers and ready-made services are what the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from realness import differences

# Types whose arguments are compared, but for those named: tags, and what only a deployment decides.
_ALSO = {
    kind: frozenset({"tags", *without})
    for kind, *without in (
        ("aws_appautoscaling_policy", "name"),
        ("aws_appautoscaling_scheduled_action",),
        ("aws_appautoscaling_target",),
        ("aws_cloudwatch_event_rule",),
        ("aws_cloudwatch_event_target",),
        ("aws_cloudwatch_metric_alarm",),
        ("aws_ecs_cluster",),
        ("aws_ecs_service",),
        # The roles of a task look alike; their policies are compared.
        ("aws_ecs_task_definition", "family", "execution_role_arn", "task_role_arn"),
        ("aws_iam_role",),
        ("aws_iam_role_policy", "name", "role"),
        ("aws_lambda_function", "runtime"),
        ("aws_lb",),
        ("aws_lb_listener",),
        ("aws_lb_listener_rule",),
        ("aws_lb_target_group",),
        ("aws_security_group", "description"),
        ("aws_service_discovery_http_namespace",),
        ("aws_service_discovery_private_dns_namespace",),
        ("aws_service_discovery_service",),
        ("aws_sns_topic",),
        ("aws_vpc_security_group_egress_rule", "description"),
        ("aws_vpc_security_group_ingress_rule", "description"),
    )
}

_CASES = {
    "fargate": (
        """const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/example/app:1');
        const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const cluster = new ecs.Cluster(stack, 'Cluster', { vpc, clusterName: 'c',
          containerInsightsV2: ecs.ContainerInsights.ENHANCED, defaultCloudMapNamespace: { name: 'local' },
          executeCommandConfiguration: { logging: ecs.ExecuteCommandLogging.DEFAULT } });
        const secret = sm.Secret.fromSecretNameV2(stack, 'Secret', 's');
        const param = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Param', { parameterName: '/p',
          version: 1 });
        const td = new ecs.FargateTaskDefinition(stack, 'Td', { cpu: 512, memoryLimitMiB: 1024, ephemeralStorageGiB: 40,
          family: 'fam', runtimePlatform: { cpuArchitecture: ecs.CpuArchitecture.ARM64,
          operatingSystemFamily: ecs.OperatingSystemFamily.LINUX }, volumes: [{ name: 'data',
          efsVolumeConfiguration: { fileSystemId: 'fs-1', transitEncryption: 'ENABLED' } }] });
        const main = td.addContainer('app', { image, environment: { A: 'b' },
          secrets: { S: ecs.Secret.fromSecretsManager(secret), F: ecs.Secret.fromSecretsManager(secret, 'field'),
          P: ecs.Secret.fromSsmParameter(param) }, logging: ecs.LogDriver.awsLogs({ streamPrefix: 'app',
          logGroup: new logs.LogGroup(stack, 'Logs', { retention: logs.RetentionDays.ONE_WEEK }) }),
          portMappings: [{ containerPort: 8080, name: 'http', appProtocol: ecs.AppProtocol.http }],
          healthCheck: { command: ['CMD-SHELL', 'true'], retries: 2, startPeriod: cdk.Duration.seconds(5) },
          command: ['a'], entryPoint: ['b'], readonlyRootFilesystem: true, user: '1000',
          stopTimeout: cdk.Duration.seconds(30), ulimits: [{ name: ecs.UlimitName.NOFILE, softLimit: 10,
          hardLimit: 20 }] });
        main.addMountPoints({ containerPath: '/data', sourceVolume: 'data', readOnly: false });
        const side = td.addContainer('side', { image, essential: false, memoryReservationMiB: 64 });
        side.addContainerDependencies({ container: main, condition: ecs.ContainerDependencyCondition.HEALTHY });
        td.addToTaskRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
        const svc = new ecs.FargateService(stack, 'Svc', { cluster, taskDefinition: td, desiredCount: 2,
          assignPublicIp: true, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, circuitBreaker: { rollback: true },
          enableExecuteCommand: true, serviceName: 'svc', minHealthyPercent: 50, maxHealthyPercent: 200,
          cloudMapOptions: { name: 'svc', dnsRecordType: servicediscovery.DnsRecordType.A },
          healthCheckGracePeriod: cdk.Duration.seconds(60), platformVersion: ecs.FargatePlatformVersion.LATEST,
          capacityProviderStrategies: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
          propagateTags: ecs.PropagatedTagSource.SERVICE, enableECSManagedTags: true });
        const scaling = svc.autoScaleTaskCount({ minCapacity: 1, maxCapacity: 10 });
        scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 50,
          scaleInCooldown: cdk.Duration.seconds(60) });
        scaling.scaleOnMemoryUtilization('Mem', { targetUtilizationPercent: 70 });
        scaling.scaleOnSchedule('Night', { schedule: appscaling.Schedule.cron({ hour: '8', minute: '0' }),
          minCapacity: 0 });
        const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc });
        alb.addListener('L', { port: 80 }).addTargets('T', { port: 80,
          targets: [svc.loadBalancerTarget({ containerName: 'app', containerPort: 8080 })] });""",
        """image = ecs.ContainerImage.from_registry("public.ecr.aws/example/app:1")
vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
cluster = ecs.Cluster(stack, "Cluster", vpc=vpc, cluster_name="c",
    container_insights_v2=ecs.ContainerInsights.ENHANCED,
    default_cloud_map_namespace=ecs.CloudMapNamespaceOptions(name="local"),
    execute_command_configuration=ecs.ExecuteCommandConfiguration(logging=ecs.ExecuteCommandLogging.DEFAULT))
secret = sm.Secret.from_secret_name_v2(stack, "Secret", "s")
param = ssm.StringParameter.from_secure_string_parameter_attributes(stack, "Param", parameter_name="/p",
    version=1)
td = ecs.FargateTaskDefinition(stack, "Td", cpu=512, memory_limit_mib=1024, ephemeral_storage_gib=40,
    family="fam", runtime_platform=ecs.RuntimePlatform(cpu_architecture=ecs.CpuArchitecture.ARM64,
    operating_system_family=ecs.OperatingSystemFamily.LINUX), volumes=[ecs.Volume(name="data",
    efs_volume_configuration=ecs.EfsVolumeConfiguration(file_system_id="fs-1", transit_encryption="ENABLED"))])
main = td.add_container("app", image=image, environment={"A": "b"},
    secrets={"S": ecs.Secret.from_secrets_manager(secret), "F": ecs.Secret.from_secrets_manager(secret,
    "field"), "P": ecs.Secret.from_ssm_parameter(param)}, logging=ecs.LogDriver.aws_logs(stream_prefix="app",
    log_group=logs.LogGroup(stack, "Logs", retention=logs.RetentionDays.ONE_WEEK)),
    port_mappings=[ecs.PortMapping(container_port=8080, name="http", app_protocol=ecs.AppProtocol.http)],
    health_check=ecs.HealthCheck(command=["CMD-SHELL", "true"], retries=2,
    start_period=cdk.Duration.seconds(5)), command=["a"], entry_point=["b"], readonly_root_filesystem=True,
    user="1000", stop_timeout=cdk.Duration.seconds(30), ulimits=[ecs.Ulimit(name=ecs.UlimitName.NOFILE,
    soft_limit=10, hard_limit=20)])
main.add_mount_points(ecs.MountPoint(container_path="/data", source_volume="data", read_only=False))
side = td.add_container("side", image=image, essential=False, memory_reservation_mib=64)
side.add_container_dependencies(ecs.ContainerDependency(container=main,
    condition=ecs.ContainerDependencyCondition.HEALTHY))
td.add_to_task_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=["*"]))
svc = ecs.FargateService(stack, "Svc", cluster=cluster, task_definition=td, desired_count=2,
    assign_public_ip=True, vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
    circuit_breaker=ecs.DeploymentCircuitBreaker(rollback=True), enable_execute_command=True,
    service_name="svc", min_healthy_percent=50, max_healthy_percent=200,
    cloud_map_options=ecs.CloudMapOptions(name="svc", dns_record_type=servicediscovery.DnsRecordType.A),
    health_check_grace_period=cdk.Duration.seconds(60), platform_version=ecs.FargatePlatformVersion.LATEST,
    capacity_provider_strategies=[ecs.CapacityProviderStrategy(capacity_provider="FARGATE_SPOT", weight=1)],
    propagate_tags=ecs.PropagatedTagSource.SERVICE, enable_ecs_managed_tags=True)
scaling = svc.auto_scale_task_count(min_capacity=1, max_capacity=10)
scaling.scale_on_cpu_utilization("Cpu", target_utilization_percent=50,
    scale_in_cooldown=cdk.Duration.seconds(60))
scaling.scale_on_memory_utilization("Mem", target_utilization_percent=70)
scaling.scale_on_schedule("Night", schedule=appscaling.Schedule.cron(hour="8", minute="0"), min_capacity=0)
alb = elbv2.ApplicationLoadBalancer(stack, "Alb", vpc=vpc)
alb.add_listener("L", port=80).add_targets("T", port=80, targets=[svc.load_balancer_target(container_name="app",
    container_port=8080)])""",
    ),
    "services": (
        """const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/example/app:1');
        const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
        const space = new servicediscovery.HttpNamespace(stack, 'Space', { name: 'space' });
        const task = new ecs.FargateTaskDefinition(stack, 'Task', { family: 'fam' });
        task.addContainer('web', { image, portMappings: [{ containerPort: 80, name: 'http' }],
          logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'web' }) });
        new ecs.FargateService(stack, 'Blue', { cluster, taskDefinition: task,
          deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY }, serviceName: 'blue' });
        new ecs.FargateService(stack, 'Mesh', { cluster, taskDefinition: task, serviceName: 'mesh', desiredCount: 1,
          serviceConnectConfiguration: { services: [{ portMappingName: 'http', dnsName: 'web', port: 80 }],
          namespace: 'space' } });
        const outside = new ecs.ExternalTaskDefinition(stack, 'Outside');
        outside.addContainer('web', { image, memoryLimitMiB: 128 });
        new ecs.ExternalService(stack, 'Away', { cluster, taskDefinition: outside });""",
        """image = ecs.ContainerImage.from_registry("public.ecr.aws/example/app:1")
vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
cluster = ecs.Cluster(stack, "Cluster", vpc=vpc)
space = servicediscovery.HttpNamespace(stack, "Space", name="space")
task = ecs.FargateTaskDefinition(stack, "Task", family="fam")
task.add_container("web", image=image, port_mappings=[ecs.PortMapping(container_port=80, name="http")],
    logging=ecs.LogDrivers.aws_logs(stream_prefix="web"))
ecs.FargateService(stack, "Blue", cluster=cluster, task_definition=task,
    deployment_controller=ecs.DeploymentController(type=ecs.DeploymentControllerType.CODE_DEPLOY),
    service_name="blue")
ecs.FargateService(stack, "Mesh", cluster=cluster, task_definition=task, service_name="mesh", desired_count=1,
    service_connect_configuration=ecs.ServiceConnectProps(services=[ecs.ServiceConnectService(port_mapping_name="http",
    dns_name="web", port=80)], namespace="space"))
outside = ecs.ExternalTaskDefinition(stack, "Outside")
outside.add_container("web", image=image, memory_limit_mib=128)
ecs.ExternalService(stack, "Away", cluster=cluster, task_definition=outside)""",
    ),
    "patterns": (
        """const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/example/app:1');
        const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
        const p = new patterns.ApplicationLoadBalancedFargateService(stack, 'P', { cluster, cpu: 512,
          memoryLimitMiB: 1024, desiredCount: 2, taskImageOptions: { image, containerPort: 8080,
          environment: { A: 'b' } }, publicLoadBalancer: true });
        p.targetGroup.configureHealthCheck({ path: '/up' });
        p.service.autoScaleTaskCount({ maxCapacity: 4 }).scaleOnRequestCount('R', { requestsPerTarget: 100,
          targetGroup: p.targetGroup });
        new patterns.NetworkLoadBalancedFargateService(stack, 'N', { cluster, taskImageOptions: { image } });
        new patterns.QueueProcessingFargateService(stack, 'Q', { cluster, image, maxScalingCapacity: 3 });
        new patterns.ScheduledFargateTask(stack, 'S', { cluster,
          schedule: appscaling.Schedule.rate(cdk.Duration.hours(1)), scheduledFargateTaskImageOptions: { image,
          memoryLimitMiB: 512 } });""",
        """image = ecs.ContainerImage.from_registry("public.ecr.aws/example/app:1")
vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
cluster = ecs.Cluster(stack, "Cluster", vpc=vpc)
p = patterns.ApplicationLoadBalancedFargateService(stack, "P", cluster=cluster, cpu=512, memory_limit_mib=1024,
    desired_count=2, task_image_options=patterns.ApplicationLoadBalancedTaskImageOptions(image=image,
    container_port=8080, environment={"A": "b"}), public_load_balancer=True)
p.target_group.configure_health_check(path="/up")
p.service.auto_scale_task_count(max_capacity=4).scale_on_request_count("R", requests_per_target=100,
    target_group=p.target_group)
patterns.NetworkLoadBalancedFargateService(stack, "N", cluster=cluster,
    task_image_options=patterns.NetworkLoadBalancedTaskImageOptions(image=image))
patterns.QueueProcessingFargateService(stack, "Q", cluster=cluster, image=image, max_scaling_capacity=3)
patterns.ScheduledFargateTask(stack, "S", cluster=cluster,
    schedule=appscaling.Schedule.rate(cdk.Duration.hours(1)),
    scheduled_fargate_task_image_options=patterns.ScheduledFargateTaskImageOptions(image=image,
    memory_limit_mib=512))""",
    ),
    "patterns-on-machines": (
        """const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/example/app:1');
        const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const cert = acm.Certificate.fromCertificateArn(stack, 'Cert',
          'arn:aws:acm:eu-west-1:123456789012:certificate/abc');
        const zone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1',
          zoneName: 'example.com' });
        new patterns.ApplicationLoadBalancedFargateService(stack, 'P', { vpc, certificate: cert, redirectHTTP: true,
          domainName: 'a.example.com', domainZone: zone, taskImageOptions: { image,
          secrets: { S: ecs.Secret.fromSecretsManager(new sm.Secret(stack, 'Secret')) } }, publicLoadBalancer: false,
          circuitBreaker: { rollback: true }, assignPublicIp: true });
        const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
        cluster.addCapacity('Cap', { instanceType: new ec2.InstanceType('t3.medium') });
        new patterns.ApplicationLoadBalancedEc2Service(stack, 'E', { cluster, memoryLimitMiB: 512,
          taskImageOptions: { image } });
        new patterns.NetworkLoadBalancedEc2Service(stack, 'NE', { cluster, memoryLimitMiB: 512,
          taskImageOptions: { image } });
        new patterns.QueueProcessingEc2Service(stack, 'QE', { cluster, memoryLimitMiB: 512, image });
        new patterns.NetworkMultipleTargetGroupsEc2Service(stack, 'NM', { cluster, memoryLimitMiB: 256,
          taskImageOptions: { image } });""",
        """image = ecs.ContainerImage.from_registry("public.ecr.aws/example/app:1")
vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
cert = acm.Certificate.from_certificate_arn(stack, "Cert", "arn:aws:acm:eu-west-1:123456789012:certificate/abc")
zone = route53.HostedZone.from_hosted_zone_attributes(stack, "Zone", hosted_zone_id="Z1",
    zone_name="example.com")
patterns.ApplicationLoadBalancedFargateService(stack, "P", vpc=vpc, certificate=cert, redirect_http=True,
    domain_name="a.example.com", domain_zone=zone,
    task_image_options=patterns.ApplicationLoadBalancedTaskImageOptions(image=image,
    secrets={"S": ecs.Secret.from_secrets_manager(sm.Secret(stack, "Secret"))}), public_load_balancer=False,
    circuit_breaker=ecs.DeploymentCircuitBreaker(rollback=True), assign_public_ip=True)
cluster = ecs.Cluster(stack, "Cluster", vpc=vpc)
cluster.add_capacity("Cap", instance_type=ec2.InstanceType("t3.medium"))
patterns.ApplicationLoadBalancedEc2Service(stack, "E", cluster=cluster, memory_limit_mib=512,
    task_image_options=patterns.ApplicationLoadBalancedTaskImageOptions(image=image))
patterns.NetworkLoadBalancedEc2Service(stack, "NE", cluster=cluster, memory_limit_mib=512,
    task_image_options=patterns.NetworkLoadBalancedTaskImageOptions(image=image))
patterns.QueueProcessingEc2Service(stack, "QE", cluster=cluster, memory_limit_mib=512, image=image)
patterns.NetworkMultipleTargetGroupsEc2Service(stack, "NM", cluster=cluster, memory_limit_mib=256,
    task_image_options=patterns.NetworkLoadBalancedTaskImageProps(image=image))""",
    ),
    "several-groups": (
        """const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/example/app:1');
        const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
        new patterns.ApplicationMultipleTargetGroupsFargateService(stack, 'M', { cluster, memoryLimitMiB: 512,
          taskImageOptions: { image, containerPorts: [80, 90] }, targetGroups: [{ containerPort: 80 },
          { containerPort: 90, pathPattern: 'a/b', priority: 10 }] });""",
        """image = ecs.ContainerImage.from_registry("public.ecr.aws/example/app:1")
vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
cluster = ecs.Cluster(stack, "Cluster", vpc=vpc)
patterns.ApplicationMultipleTargetGroupsFargateService(stack, "M", cluster=cluster, memory_limit_mib=512,
    task_image_options=patterns.ApplicationLoadBalancedTaskImageProps(image=image, container_ports=[80, 90]),
    target_groups=[patterns.ApplicationTargetProps(container_port=80),
    patterns.ApplicationTargetProps(container_port=90, path_pattern="a/b", priority=10)])""",
    ),
}


def test_typescript_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "typescript", tmp_path, _ALSO) == {}


def test_python_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "python", tmp_path, _ALSO) == {}
