"""Pools of users of CDK programs are those which the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "pools": (
        """const fn = new lambda_.Function(stack, 'F', { runtime: lambda_.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda_.Code.fromInline('x') });
        const key = new kms.Key(stack, 'K');
        new cognito.UserPool(stack, 'Plain');
        const pool = new cognito.UserPool(stack, 'P', {
          userPoolName: 'pool', selfSignUpEnabled: true, signInAliases: { email: true, username: true, preferredUsername: true }, autoVerify: { email: true },
          userVerification: { emailSubject: 's', emailStyle: cognito.VerificationEmailStyle.LINK, smsMessage: 'm {####}' }, userInvitation: { emailSubject: 'i', emailBody: 'b {username} {####}', smsMessage: 'x {username} {####}' },
          mfa: cognito.Mfa.REQUIRED, mfaSecondFactor: { sms: true, otp: true },
          passwordPolicy: { minLength: 12, requireDigits: true, requireSymbols: false, tempPasswordValidity: cdk.Duration.days(3) },
          standardAttributes: { email: { required: true, mutable: false }, fullname: {}, timezone: { mutable: true } },
          customAttributes: { a: new cognito.StringAttribute({ minLen: 1, maxLen: 5, mutable: true }), b: new cognito.NumberAttribute({ min: 1 }), c: new cognito.BooleanAttribute(), d: new cognito.DateTimeAttribute({ mutable: false }), e: new cognito.StringAttribute() },
          accountRecovery: cognito.AccountRecovery.EMAIL_ONLY, deletionProtection: true, signInCaseSensitive: false, keepOriginal: { email: true },
          deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false },
          email: cognito.UserPoolEmail.withSES({ fromEmail: 'a@b.c', replyTo: 'r@b.c', configurationSetName: 'set', sesRegion: 'us-east-1' }),
          lambdaTriggers: { preSignUp: fn, customEmailSender: fn }, customSenderKmsKey: key, advancedSecurityMode: cognito.AdvancedSecurityMode.ENFORCED,
        });
        pool.addTrigger(cognito.UserPoolOperation.POST_CONFIRMATION, fn);
        pool.addTrigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, fn, cognito.LambdaVersion.V2_0);
        pool.grant(new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }), 'cognito-idp:AdminCreateUser');
        new cognito.UserPool(stack, 'Mail', { signInAliases: { email: true }, mfa: cognito.Mfa.OPTIONAL, mfaSecondFactor: { sms: false, otp: true }, email: cognito.UserPoolEmail.withCognito('x@y.z'),
          accountRecovery: cognito.AccountRecovery.PHONE_AND_EMAIL, featurePlan: cognito.FeaturePlan.PLUS, standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
          passkeyRelyingPartyId: 'rp', passkeyUserVerification: cognito.PasskeyUserVerification.REQUIRED, signInPolicy: { allowedFirstAuthFactors: { password: true, passkey: true } }, deletionProtection: false });
        new cognito.UserPool(stack, 'Phone', { signInAliases: { phone: true }, snsRegion: 'eu-west-1', mfaMessage: 'm {####}' });
        const role = new iam.Role(stack, 'Sms', { assumedBy: new iam.ServicePrincipal('cognito-idp.amazonaws.com') });
        new cognito.UserPool(stack, 'Own', { smsRole: role, smsRoleExternalId: 'e', mfa: cognito.Mfa.OPTIONAL });
        new ssm.StringParameter(stack, 'Param', { stringValue: `${pool.userPoolId} ${pool.userPoolArn} ${pool.userPoolProviderName} ${pool.userPoolProviderUrl}` });""",
        """fn = lambda_.Function(stack, "F", runtime=lambda_.Runtime.NODEJS_22_X, handler="i.h", code=lambda_.Code.from_inline("x"))
key = kms.Key(stack, "K")
cognito.UserPool(stack, "Plain")
pool = cognito.UserPool(stack, "P",
    user_pool_name="pool", self_sign_up_enabled=True, sign_in_aliases=cognito.SignInAliases(email=True, username=True, preferred_username=True), auto_verify=cognito.AutoVerifiedAttrs(email=True),
    user_verification=cognito.UserVerificationConfig(email_subject="s", email_style=cognito.VerificationEmailStyle.LINK, sms_message="m {####}"), user_invitation=cognito.UserInvitationConfig(email_subject="i", email_body="b {username} {####}", sms_message="x {username} {####}"),
    mfa=cognito.Mfa.REQUIRED, mfa_second_factor=cognito.MfaSecondFactor(sms=True, otp=True),
    password_policy=cognito.PasswordPolicy(min_length=12, require_digits=True, require_symbols=False, temp_password_validity=cdk.Duration.days(3)),
    standard_attributes=cognito.StandardAttributes(email=cognito.StandardAttribute(required=True, mutable=False), fullname=cognito.StandardAttribute(), timezone=cognito.StandardAttribute(mutable=True)),
    custom_attributes={"a": cognito.StringAttribute(min_len=1, max_len=5, mutable=True), "b": cognito.NumberAttribute(min=1), "c": cognito.BooleanAttribute(), "d": cognito.DateTimeAttribute(mutable=False), "e": cognito.StringAttribute()},
    account_recovery=cognito.AccountRecovery.EMAIL_ONLY, deletion_protection=True, sign_in_case_sensitive=False, keep_original=cognito.KeepOriginalAttrs(email=True),
    device_tracking=cognito.DeviceTracking(challenge_required_on_new_device=True, device_only_remembered_on_user_prompt=False),
    email=cognito.UserPoolEmail.with_ses(from_email="a@b.c", reply_to="r@b.c", configuration_set_name="set", ses_region="us-east-1"),
    lambda_triggers=cognito.UserPoolTriggers(pre_sign_up=fn, custom_email_sender=fn), custom_sender_kms_key=key, advanced_security_mode=cognito.AdvancedSecurityMode.ENFORCED)
pool.add_trigger(cognito.UserPoolOperation.POST_CONFIRMATION, fn)
pool.add_trigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, fn, cognito.LambdaVersion.V2_0)
pool.grant(iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com")), "cognito-idp:AdminCreateUser")
cognito.UserPool(stack, "Mail", sign_in_aliases=cognito.SignInAliases(email=True), mfa=cognito.Mfa.OPTIONAL, mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True), email=cognito.UserPoolEmail.with_cognito("x@y.z"),
    account_recovery=cognito.AccountRecovery.PHONE_AND_EMAIL, feature_plan=cognito.FeaturePlan.PLUS, standard_threat_protection_mode=cognito.StandardThreatProtectionMode.FULL_FUNCTION,
    passkey_relying_party_id="rp", passkey_user_verification=cognito.PasskeyUserVerification.REQUIRED, sign_in_policy=cognito.SignInPolicy(allowed_first_auth_factors=cognito.AllowedFirstAuthFactors(password=True, passkey=True)), deletion_protection=False)
cognito.UserPool(stack, "Phone", sign_in_aliases=cognito.SignInAliases(phone=True), sns_region="eu-west-1", mfa_message="m {####}")
role = iam.Role(stack, "Sms", assumed_by=iam.ServicePrincipal("cognito-idp.amazonaws.com"))
cognito.UserPool(stack, "Own", sms_role=role, sms_role_external_id="e", mfa=cognito.Mfa.OPTIONAL)
ssm.StringParameter(stack, "Param", string_value=f"{pool.user_pool_id} {pool.user_pool_arn} {pool.user_pool_provider_name} {pool.user_pool_provider_url}")""",
    ),
    "clients": (
        """const pool = new cognito.UserPool(stack, 'P', { userPoolName: 'pool' });
        const cert = acm.Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:us-east-1:123456789012:certificate/a');
        new cognito.UserPoolClient(stack, 'Plain', { userPool: pool });
        const scope = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'd' });
        const server = pool.addResourceServer('Server', { identifier: 'srv', scopes: [scope] });
        new cognito.UserPoolIdentityProviderGoogle(stack, 'G', { userPool: pool, clientId: 'i', clientSecretValue: cdk.SecretValue.unsafePlainText('s') });
        const client = pool.addClient('Client', {
          userPoolClientName: 'named', generateSecret: true, authFlows: { userSrp: true, custom: true },
          oAuth: { flows: { authorizationCodeGrant: true }, scopes: [cognito.OAuthScope.EMAIL, cognito.OAuthScope.custom('mine'), cognito.OAuthScope.resourceServer(server, scope)], callbackUrls: ['https://a'], logoutUrls: ['https://b'] },
          preventUserExistenceErrors: true, enableTokenRevocation: true, accessTokenValidity: cdk.Duration.minutes(30), refreshTokenValidity: cdk.Duration.days(2), authSessionValidity: cdk.Duration.minutes(5),
          readAttributes: new cognito.ClientAttributes().withStandardAttributes({ email: true, fullname: true }).withCustomAttributes('x'), writeAttributes: new cognito.ClientAttributes().withStandardAttributes({ email: true }),
        });
        pool.addClient('Off', { disableOAuth: true, supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO, cognito.UserPoolClientIdentityProvider.custom('own')], refreshTokenRotationGracePeriod: cdk.Duration.seconds(10), authFlows: { userPassword: true } });
        pool.addClient('Machine', { generateSecret: true, oAuth: { flows: { clientCredentials: true }, scopes: [cognito.OAuthScope.resourceServer(server, scope)] } });
        const domain = pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'prefix' }, managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN });
        const own = new cognito.UserPoolDomain(stack, 'Own', { userPool: pool, customDomain: { domainName: 'auth.example.com', certificate: cert } });
        const role = new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        pool.addGroup('Group', { groupName: 'g', description: 'd', precedence: 3, role });
        new ssm.StringParameter(stack, 'Param', { stringValue: `${client.userPoolClientId} ${domain.baseUrl()} ${own.baseUrl()} ${domain.domainName} ${server.userPoolResourceServerId}` });
        const identities = new cognito.CfnIdentityPool(stack, 'I', { allowUnauthenticatedIdentities: false, cognitoIdentityProviders: [{ clientId: client.userPoolClientId, providerName: pool.userPoolProviderName }] });
        new cognito.CfnIdentityPoolRoleAttachment(stack, 'A', { identityPoolId: identities.ref, roles: { authenticated: role.roleArn } });
        cognito.UserPool.fromUserPoolId(stack, 'E', 'eu-west-1_abc').addClient('Ext', { supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO] });""",
        """pool = cognito.UserPool(stack, "P", user_pool_name="pool")
cert = acm.Certificate.from_certificate_arn(stack, "C", "arn:aws:acm:us-east-1:123456789012:certificate/a")
cognito.UserPoolClient(stack, "Plain", user_pool=pool)
scope = cognito.ResourceServerScope(scope_name="read", scope_description="d")
server = pool.add_resource_server("Server", identifier="srv", scopes=[scope])
cognito.UserPoolIdentityProviderGoogle(stack, "G", user_pool=pool, client_id="i", client_secret_value=cdk.SecretValue.unsafe_plain_text("s"))
client = pool.add_client("Client",
    user_pool_client_name="named", generate_secret=True, auth_flows=cognito.AuthFlow(user_srp=True, custom=True),
    o_auth=cognito.OAuthSettings(flows=cognito.OAuthFlows(authorization_code_grant=True), scopes=[cognito.OAuthScope.EMAIL, cognito.OAuthScope.custom("mine"), cognito.OAuthScope.resource_server(server, scope)], callback_urls=["https://a"], logout_urls=["https://b"]),
    prevent_user_existence_errors=True, enable_token_revocation=True, access_token_validity=cdk.Duration.minutes(30), refresh_token_validity=cdk.Duration.days(2), auth_session_validity=cdk.Duration.minutes(5),
    read_attributes=cognito.ClientAttributes().with_standard_attributes(email=True, fullname=True).with_custom_attributes("x"), write_attributes=cognito.ClientAttributes().with_standard_attributes(email=True))
pool.add_client("Off", disable_o_auth=True, supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO, cognito.UserPoolClientIdentityProvider.custom("own")], refresh_token_rotation_grace_period=cdk.Duration.seconds(10), auth_flows=cognito.AuthFlow(user_password=True))
pool.add_client("Machine", generate_secret=True, o_auth=cognito.OAuthSettings(flows=cognito.OAuthFlows(client_credentials=True), scopes=[cognito.OAuthScope.resource_server(server, scope)]))
domain = pool.add_domain("Domain", cognito_domain=cognito.CognitoDomainOptions(domain_prefix="prefix"), managed_login_version=cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN)
own = cognito.UserPoolDomain(stack, "Own", user_pool=pool, custom_domain=cognito.CustomDomainOptions(domain_name="auth.example.com", certificate=cert))
role = iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
pool.add_group("Group", group_name="g", description="d", precedence=3, role=role)
ssm.StringParameter(stack, "Param", string_value=f"{client.user_pool_client_id} {domain.base_url()} {own.base_url()} {domain.domain_name} {server.user_pool_resource_server_id}")
identities = cognito.CfnIdentityPool(stack, "I", allow_unauthenticated_identities=False, cognito_identity_providers=[cognito.CfnIdentityPool.CognitoIdentityProviderProperty(client_id=client.user_pool_client_id, provider_name=pool.user_pool_provider_name)])
cognito.CfnIdentityPoolRoleAttachment(stack, "A", identity_pool_id=identities.ref, roles={"authenticated": role.role_arn})
cognito.UserPool.from_user_pool_id(stack, "E", "eu-west-1_abc").add_client("Ext", supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO])""",
    ),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, TYPES) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, TYPES) == {}
