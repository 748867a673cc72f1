"""Identities, policies and keys of CDK programs are those which the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "role": (
        """const role = new iam.Role(stack, 'Role', {
          assumedBy: new iam.CompositePrincipal(new iam.ServicePrincipal('ec2.amazonaws.com'), new iam.AccountPrincipal('111111111111')),
          externalIds: ['x'], roleName: 'r', path: '/p/', description: 'd', maxSessionDuration: cdk.Duration.hours(2),
          permissionsBoundary: iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'),
          managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
          inlinePolicies: { one: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['a:B'], resources: ['*'] })] }) },
        });
        role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('SecurityAudit'));
        role.addToPolicy(new iam.PolicyStatement({ actions: ['c:D', 'e:F'], resources: ['arn:aws:s3:::x/*'], sid: 'S' }));
        role.addToPrincipalPolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['g:H'], resources: ['*'],
          conditions: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }));""",
        """role = iam.Role(stack, "Role",
    assumed_by=iam.CompositePrincipal(iam.ServicePrincipal("ec2.amazonaws.com"), iam.AccountPrincipal("111111111111")),
    external_ids=["x"], role_name="r", path="/p/", description="d", max_session_duration=cdk.Duration.hours(2),
    permissions_boundary=iam.ManagedPolicy.from_aws_managed_policy_name("PowerUserAccess"),
    managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name("ReadOnlyAccess")],
    inline_policies={"one": iam.PolicyDocument(statements=[iam.PolicyStatement(actions=["a:B"], resources=["*"])])})
role.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name("SecurityAudit"))
role.add_to_policy(iam.PolicyStatement(actions=["c:D", "e:F"], resources=["arn:aws:s3:::x/*"], sid="S"))
role.add_to_principal_policy(iam.PolicyStatement(effect=iam.Effect.DENY, actions=["g:H"], resources=["*"],
    conditions={"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}))""",
    ),
    "trust": (
        """new iam.Role(stack, 'Web', { assumedBy: new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com', {
          StringEquals: { 'cognito-identity.amazonaws.com:aud': 'x' } }) });
        new iam.Role(stack, 'Tagged', { assumedBy: new iam.ServicePrincipal('pods.eks.amazonaws.com').withSessionTags() });
        new iam.Role(stack, 'Organised', { assumedBy: new iam.OrganizationPrincipal("o-1234567890") });
        new iam.Role(stack, 'Conditions', { assumedBy: new iam.ServicePrincipal('x.amazonaws.com').withConditions({ Bool: { a: 'b' } }) });
        const provider = new iam.OidcProviderNative(stack, 'Oidc', { url: 'https://token.example', clientIds: ['c'] });
        new iam.Role(stack, 'Github', { assumedBy: new iam.OpenIdConnectPrincipal(provider, { StringLike: { 'token.example:sub': 'repo:*' } }) });
        new iam.Role(stack, 'Federated', { assumedBy: new iam.FederatedPrincipal('f', {}, 'sts:AssumeRoleWithWebIdentity') });""",
        """iam.Role(stack, "Web", assumed_by=iam.WebIdentityPrincipal("cognito-identity.amazonaws.com",
    {"StringEquals": {"cognito-identity.amazonaws.com:aud": "x"}}))
iam.Role(stack, "Tagged", assumed_by=iam.ServicePrincipal("pods.eks.amazonaws.com").with_session_tags())
iam.Role(stack, "Organised", assumed_by=iam.OrganizationPrincipal("o-1234567890"))
iam.Role(stack, "Conditions", assumed_by=iam.ServicePrincipal("x.amazonaws.com").with_conditions({"Bool": {"a": "b"}}))
provider = iam.OidcProviderNative(stack, "Oidc", url="https://token.example", client_ids=["c"])
iam.Role(stack, "Github", assumed_by=iam.OpenIdConnectPrincipal(provider, {"StringLike": {"token.example:sub": "repo:*"}}))
iam.Role(stack, "Federated", assumed_by=iam.FederatedPrincipal("f", {}, "sts:AssumeRoleWithWebIdentity"))""",
    ),
    "policies": (
        """const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        const other = new iam.Role(stack, 'Other', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        const policy = new iam.Policy(stack, 'Policy', { policyName: 'p', roles: [role],
          statements: [new iam.PolicyStatement({ actions: ['a:B'], resources: ['*'] })] });
        policy.addStatements(new iam.PolicyStatement({ actions: ['c:D'], resources: ['*'] }));
        policy.attachToRole(other);
        const managed = new iam.ManagedPolicy(stack, 'Managed', { managedPolicyName: 'm', roles: [role],
          document: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['e:F'], resources: ['*'] })] }) });
        other.addManagedPolicy(managed);
        const loose = new iam.Policy(stack, 'Loose', { statements: [new iam.PolicyStatement({ actions: ['g:H'], resources: ['*'] })] });
        role.attachInlinePolicy(loose);
        new kms.Key(stack, 'Key').grantDecrypt(loose);""",
        """role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
other = iam.Role(stack, "Other", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
policy = iam.Policy(stack, "Policy", policy_name="p", roles=[role],
    statements=[iam.PolicyStatement(actions=["a:B"], resources=["*"])])
policy.add_statements(iam.PolicyStatement(actions=["c:D"], resources=["*"]))
policy.attach_to_role(other)
managed = iam.ManagedPolicy(stack, "Managed", managed_policy_name="m", roles=[role],
    document=iam.PolicyDocument(statements=[iam.PolicyStatement(actions=["e:F"], resources=["*"])]))
other.add_managed_policy(managed)
loose = iam.Policy(stack, "Loose", statements=[iam.PolicyStatement(actions=["g:H"], resources=["*"])])
role.attach_inline_policy(loose)
kms.Key(stack, "Key").grant_decrypt(loose)""",
    ),
    "users": (
        """const group = new iam.Group(stack, 'Group', { groupName: 'g', managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')] });
        group.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('SecurityAudit'));
        const user = new iam.User(stack, 'User', { userName: 'u', groups: [group], password: cdk.SecretValue.unsafePlainText('x'), passwordResetRequired: true });
        user.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('job-function/Billing'));
        user.addToPolicy(new iam.PolicyStatement({ actions: ['a:B'], resources: ['*'] }));
        const other = new iam.User(stack, 'Other');
        other.addToGroup(group);
        group.addToPolicy(new iam.PolicyStatement({ actions: ['c:D'], resources: ['*'] }));
        new iam.AccessKey(stack, 'Access', { user });
        const profile = new iam.InstanceProfile(stack, 'Profile', { instanceProfileName: 'i' });
        profile.role!.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['e:F'], resources: ['*'] }));
        const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'), description: 'd' });
        new iam.InstanceProfile(stack, 'Given', { role });
        role.grantPassRole(user); role.grant(user, 'iam:GetRole'); role.grantAssumeRole(other);""",
        """group = iam.Group(stack, "Group", group_name="g", managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name("ReadOnlyAccess")])
group.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name("SecurityAudit"))
user = iam.User(stack, "User", user_name="u", groups=[group], password=cdk.SecretValue.unsafe_plain_text("x"), password_reset_required=True)
user.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name("job-function/Billing"))
user.add_to_policy(iam.PolicyStatement(actions=["a:B"], resources=["*"]))
other = iam.User(stack, "Other")
other.add_to_group(group)
group.add_to_policy(iam.PolicyStatement(actions=["c:D"], resources=["*"]))
iam.AccessKey(stack, "Access", user=user)
profile = iam.InstanceProfile(stack, "Profile", instance_profile_name="i")
profile.role.add_to_principal_policy(iam.PolicyStatement(actions=["e:F"], resources=["*"]))
role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"), description="d")
iam.InstanceProfile(stack, "Given", role=role)
role.grant_pass_role(user)
role.grant(user, "iam:GetRole")
role.grant_assume_role(other)""",
    ),
    "keys": (
        """const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        const key = new kms.Key(stack, 'Key', { alias: 'a', description: 'd', enableKeyRotation: true, pendingWindow: cdk.Duration.days(7), admins: [role] });
        key.grantEncryptDecrypt(role); key.grantDecrypt(new iam.ServicePrincipal('sns.amazonaws.com')); key.grant(role, 'kms:DescribeKey');
        key.addAlias('alias/b');
        const rotated = new kms.Key(stack, 'Rotated', { rotationPeriod: cdk.Duration.days(180), multiRegion: true, enabled: false });
        new kms.Key(stack, 'Signing', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.SIGN_VERIFY }).grantSignVerify(role);
        new kms.Alias(stack, 'Alias', { aliasName: 'c', targetKey: rotated }).grantEncrypt(role);
        new kms.Key(stack, 'Own', { policy: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({
          actions: ['kms:*'], resources: ['*'], principals: [new iam.AccountRootPrincipal()] })] }) })
          .addToResourcePolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'], principals: [new iam.ServicePrincipal('logs.eu-west-1.amazonaws.com')] }));""",
        """role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
key = kms.Key(stack, "Key", alias="a", description="d", enable_key_rotation=True, pending_window=cdk.Duration.days(7), admins=[role])
key.grant_encrypt_decrypt(role)
key.grant_decrypt(iam.ServicePrincipal("sns.amazonaws.com"))
key.grant(role, "kms:DescribeKey")
key.add_alias("alias/b")
rotated = kms.Key(stack, "Rotated", rotation_period=cdk.Duration.days(180), multi_region=True, enabled=False)
kms.Key(stack, "Signing", key_spec=kms.KeySpec.RSA_2048, key_usage=kms.KeyUsage.SIGN_VERIFY).grant_sign_verify(role)
kms.Alias(stack, "Alias", alias_name="c", target_key=rotated).grant_encrypt(role)
kms.Key(stack, "Own", policy=iam.PolicyDocument(statements=[iam.PolicyStatement(
    actions=["kms:*"], resources=["*"], principals=[iam.AccountRootPrincipal()])])).add_to_resource_policy(iam.PolicyStatement(
    actions=["kms:Decrypt"], resources=["*"], principals=[iam.ServicePrincipal("logs.eu-west-1.amazonaws.com")]))""",
    ),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, TYPES) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, TYPES) == {}
