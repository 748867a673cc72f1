"""Builds, repositories and deployments are what the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from realness import differences

# Types whose arguments are compared, but for those named.
_ALSO = {
    kind: frozenset({"tags", *without})
    for kind, *without in (
        ("aws_codebuild_project",),
        ("aws_codebuild_webhook",),
        ("aws_codecommit_repository",),
        ("aws_codedeploy_app",),
        ("aws_codedeploy_deployment_group",),
        ("aws_security_group", "description"),
    )
}

_CASES = {
    "builds": (
        """const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
        const bucket = new s3.Bucket(stack, 'Bucket');
        new codebuild.Project(stack, 'Plain', { projectName: 'plain',
          buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2', phases: { build: { commands: ['make'] } } }),
          environment: { buildImage: codebuild.LinuxBuildImage.STANDARD_5_0, privileged: true,
          computeType: codebuild.ComputeType.LARGE, environmentVariables: { A: { value: 'b' } } },
          environmentVariables: { P: { value: '/p/q', type: codebuild.BuildEnvironmentVariableType.PARAMETER_STORE },
          S: { value: 'secret:key', type: codebuild.BuildEnvironmentVariableType.SECRETS_MANAGER } },
          timeout: cdk.Duration.minutes(30), description: 'd' });
        new codebuild.Project(stack, 'Hub', { source: codebuild.Source.gitHub({ owner: 'o', repo: 'r', webhook: true,
          webhookFilters: [codebuild.FilterGroup.inEventOf(codebuild.EventAction.PUSH).andBranchIs('main')] }), vpc,
          environment: { buildImage: codebuild.LinuxArmBuildImage.AMAZON_LINUX_2_STANDARD_3_0 },
          artifacts: codebuild.Artifacts.s3({ bucket, path: 'out' }), cache: codebuild.Cache.bucket(bucket,
          { prefix: 'cache' }), badge: true });
        const project = new codebuild.PipelineProject(stack, 'Step', { encryptionKey: new kms.Key(stack, 'Key'),
          grantReportGroupPermissions: false });
        project.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));""",
        """vpc = ec2.Vpc(stack, "Vpc", max_azs=2, nat_gateways=1)
bucket = s3.Bucket(stack, "Bucket")
codebuild.Project(stack, "Plain", project_name="plain",
    build_spec=codebuild.BuildSpec.from_object({"version": "0.2", "phases": {"build": {"commands": ["make"]}}}),
    environment=codebuild.BuildEnvironment(build_image=codebuild.LinuxBuildImage.STANDARD_5_0, privileged=True,
    compute_type=codebuild.ComputeType.LARGE,
    environment_variables={"A": codebuild.BuildEnvironmentVariable(value="b")}),
    environment_variables={"P": codebuild.BuildEnvironmentVariable(value="/p/q",
    type=codebuild.BuildEnvironmentVariableType.PARAMETER_STORE),
    "S": codebuild.BuildEnvironmentVariable(value="secret:key",
    type=codebuild.BuildEnvironmentVariableType.SECRETS_MANAGER)}, timeout=cdk.Duration.minutes(30),
    description="d")
codebuild.Project(stack, "Hub", source=codebuild.Source.git_hub(owner="o", repo="r", webhook=True,
    webhook_filters=[codebuild.FilterGroup.in_event_of(codebuild.EventAction.PUSH).and_branch_is("main")]),
    vpc=vpc,
    environment=codebuild.BuildEnvironment(build_image=codebuild.LinuxArmBuildImage.AMAZON_LINUX_2_STANDARD_3_0),
    artifacts=codebuild.Artifacts.s3(bucket=bucket, path="out"), cache=codebuild.Cache.bucket(bucket,
    prefix="cache"), badge=True)
project = codebuild.PipelineProject(stack, "Step", encryption_key=kms.Key(stack, "Key"),
    grant_report_group_permissions=False)
project.add_to_role_policy(iam.PolicyStatement(actions=["s3:ListAllMyBuckets"], resources=["*"]))""",
    ),
    "deployments": (
        """const repository = new codecommit.Repository(stack, 'Repo', { repositoryName: 'r', description: 'd' });
        repository.onCommit('Commit', { branches: ['main'], target: new targets.SnsTopic(new sns.Topic(stack,
          'Topic')) });
        const role = new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        repository.grantPull(role);
        const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/example/app:1');
        const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
        const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
        const task = new ecs.FargateTaskDefinition(stack, 'Task', { family: 'fam' });
        task.addContainer('web', { image, portMappings: [{ containerPort: 80 }] });
        const service = new ecs.FargateService(stack, 'Service', { cluster, taskDefinition: task,
          deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY } });
        const lb = new elbv2.ApplicationLoadBalancer(stack, 'Lb', { vpc });
        const blue = new elbv2.ApplicationTargetGroup(stack, 'Blue', { vpc, port: 80, targetGroupName: 'blue',
          targets: [service] });
        const green = new elbv2.ApplicationTargetGroup(stack, 'Green', { vpc, port: 80, targetGroupName: 'green',
          targetType: elbv2.TargetType.IP });
        const listener = lb.addListener('Main', { port: 80, defaultTargetGroups: [blue] });
        new codedeploy.EcsDeploymentGroup(stack, 'Deploy', { service, deploymentGroupName: 'g',
          deploymentConfig: codedeploy.EcsDeploymentConfig.CANARY_10PERCENT_5MINUTES,
          blueGreenDeploymentConfig: { blueTargetGroup: blue, greenTargetGroup: green, listener,
          terminationWaitTime: cdk.Duration.minutes(5) }, autoRollback: { stoppedDeployment: true } });
        new codedeploy.ServerDeploymentGroup(stack, 'Servers', { application: new codedeploy.ServerApplication(stack,
          'App', { applicationName: 'app' }) });""",
        """repository = codecommit.Repository(stack, "Repo", repository_name="r", description="d")
repository.on_commit("Commit", branches=["main"], target=targets.SnsTopic(sns.Topic(stack, "Topic")))
role = iam.Role(stack, "Reader", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
repository.grant_pull(role)
image = ecs.ContainerImage.from_registry("public.ecr.aws/example/app:1")
vpc = ec2.Vpc(stack, "Vpc", max_azs=2, nat_gateways=1)
cluster = ecs.Cluster(stack, "Cluster", vpc=vpc)
task = ecs.FargateTaskDefinition(stack, "Task", family="fam")
task.add_container("web", image=image, port_mappings=[ecs.PortMapping(container_port=80)])
service = ecs.FargateService(stack, "Service", cluster=cluster, task_definition=task,
    deployment_controller=ecs.DeploymentController(type=ecs.DeploymentControllerType.CODE_DEPLOY))
lb = elbv2.ApplicationLoadBalancer(stack, "Lb", vpc=vpc)
blue = elbv2.ApplicationTargetGroup(stack, "Blue", vpc=vpc, port=80, target_group_name="blue",
    targets=[service])
green = elbv2.ApplicationTargetGroup(stack, "Green", vpc=vpc, port=80, target_group_name="green",
    target_type=elbv2.TargetType.IP)
listener = lb.add_listener("Main", port=80, default_target_groups=[blue])
codedeploy.EcsDeploymentGroup(stack, "Deploy", service=service, deployment_group_name="g",
    deployment_config=codedeploy.EcsDeploymentConfig.CANARY_10_PERCENT_5_MINUTES,
    blue_green_deployment_config=codedeploy.EcsBlueGreenDeploymentConfig(blue_target_group=blue,
    green_target_group=green, listener=listener, termination_wait_time=cdk.Duration.minutes(5)),
    auto_rollback=codedeploy.AutoRollbackConfig(stopped_deployment=True))
codedeploy.ServerDeploymentGroup(stack, "Servers", application=codedeploy.ServerApplication(stack, "App",
    application_name="app"))""",
    ),
}


def test_typescript_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "typescript", tmp_path, _ALSO) == {}


def test_python_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "python", tmp_path, _ALSO) == {}
