"""Secrets and parameters of CDK programs are those which the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "secret": (
        """const key = new kms.Key(stack, 'Key');
        const secret = new sm.Secret(stack, 'Secret', { secretName: 'n', description: 'd', encryptionKey: key, generateSecretString: {
          secretStringTemplate: JSON.stringify({ username: 'u' }), generateStringKey: 'password', excludeCharacters: '/', passwordLength: 20 },
          replicaRegions: [{ region: 'us-east-1' }] });
        const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        secret.grantRead(role); secret.grantWrite(role); secret.grantRead(new iam.AccountPrincipal('111111111111'));
        secret.denyAccountRootDelete();
        const plain = new sm.Secret(stack, 'Plain', { secretObjectValue: { a: cdk.SecretValue.unsafePlainText('x') } });
        plain.grantRead(role, ['AWSCURRENT']);
        plain.addToResourcePolicy(new iam.PolicyStatement({ actions: ['a:b'], principals: [new iam.AccountRootPrincipal()], resources: ['*'] }));
        new sm.Secret(stack, 'Text', { secretStringValue: cdk.SecretValue.unsafePlainText('x') });
        new sm.Secret(stack, 'Generated');""",
        """import json
key = kms.Key(stack, "Key")
secret = sm.Secret(stack, "Secret", secret_name="n", description="d", encryption_key=key, generate_secret_string=sm.SecretStringGenerator(
    secret_string_template=json.dumps({"username": "u"}), generate_string_key="password", exclude_characters="/", password_length=20),
    replica_regions=[sm.ReplicaRegion(region="us-east-1")])
role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
secret.grant_read(role)
secret.grant_write(role)
secret.grant_read(iam.AccountPrincipal("111111111111"))
secret.deny_account_root_delete()
plain = sm.Secret(stack, "Plain", secret_object_value={"a": cdk.SecretValue.unsafe_plain_text("x")})
plain.grant_read(role, ["AWSCURRENT"])
plain.add_to_resource_policy(iam.PolicyStatement(actions=["a:b"], principals=[iam.AccountRootPrincipal()], resources=["*"]))
sm.Secret(stack, "Text", secret_string_value=cdk.SecretValue.unsafe_plain_text("x"))
sm.Secret(stack, "Generated")""",
    ),
    "rotation": (
        """const key = new kms.Key(stack, 'Key');
        const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const fn = new lambda_.Function(stack, 'Fn', { runtime: lambda_.Runtime.PYTHON_3_12, handler: 'a.b', code: lambda_.Code.fromInline('x') });
        const secret = new sm.Secret(stack, 'Secret', { encryptionKey: key });
        secret.addRotationSchedule('Rotation', { rotationLambda: fn, automaticallyAfter: cdk.Duration.days(15), rotateImmediatelyOnUpdate: false });
        const hosted = new sm.Secret(stack, 'Hosted');
        const rotation = sm.HostedRotation.postgreSqlSingleUser({ vpc });
        hosted.addRotationSchedule('Rotation', { hostedRotation: rotation, automaticallyAfter: cdk.Duration.hours(12) });
        rotation.connections.allowFromAnyIpv4(ec2.Port.tcp(443));""",
        """key = kms.Key(stack, "Key")
vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
fn = lambda_.Function(stack, "Fn", runtime=lambda_.Runtime.PYTHON_3_12, handler="a.b", code=lambda_.Code.from_inline("x"))
secret = sm.Secret(stack, "Secret", encryption_key=key)
secret.add_rotation_schedule("Rotation", rotation_lambda=fn, automatically_after=cdk.Duration.days(15), rotate_immediately_on_update=False)
hosted = sm.Secret(stack, "Hosted")
rotation = sm.HostedRotation.postgre_sql_single_user(vpc=vpc)
hosted.add_rotation_schedule("Rotation", hosted_rotation=rotation, automatically_after=cdk.Duration.hours(12))
rotation.connections.allow_from_any_ipv4(ec2.Port.tcp(443))""",
    ),
    "parameters": (
        """const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        const parameter = new ssm.StringParameter(stack, 'Parameter', { parameterName: '/a/b', stringValue: 'v', description: 'd',
          tier: ssm.ParameterTier.ADVANCED, allowedPattern: '.*' });
        parameter.grantRead(role); parameter.grantWrite(role);
        new ssm.StringListParameter(stack, 'List', { stringListValue: ['a', 'b'] }).grantRead(role);
        new ssm.StringParameter(stack, 'Other', { parameterName: 'plain', stringValue: parameter.stringValue });""",
        """role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
parameter = ssm.StringParameter(stack, "Parameter", parameter_name="/a/b", string_value="v", description="d",
    tier=ssm.ParameterTier.ADVANCED, allowed_pattern=".*")
parameter.grant_read(role)
parameter.grant_write(role)
ssm.StringListParameter(stack, "List", string_list_value=["a", "b"]).grant_read(role)
ssm.StringParameter(stack, "Other", parameter_name="plain", string_value=parameter.string_value)""",
    ),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, TYPES) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, TYPES) == {}
