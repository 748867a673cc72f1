"""Builds are what the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from realness import differences

# Types whose arguments are compared, but for those named.
_ALSO = {
    kind: frozenset({"tags", *without})
    for kind, *without in (
        ("aws_codebuild_project",),
        ("aws_codebuild_webhook",),
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
}


def test_typescript_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "typescript", tmp_path, _ALSO) == {}


def test_python_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "python", tmp_path, _ALSO) == {}
