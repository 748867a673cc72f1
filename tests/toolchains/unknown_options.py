"""Constructs of the CDK with what they need, and options of theirs which the graph does not show."""

from __future__ import annotations

from collections.abc import Mapping

_VPC = "const vpc = new ec2.Vpc(this, 'V'); "
_POOL = "const pool = new cdk.aws_cognito.UserPool(this, 'P'); "
_MACHINE = "vpc, instanceType: new ec2.InstanceType('t3.micro'), machineImage: ec2.MachineImage.latestAmazonLinux2023()"

# By class: statements before it, and the options that it must have.
CONSTRUCTS: Mapping[str, tuple[str, str]] = {
    "aws-apigateway.RestApi": ("", ""),
    "aws-autoscaling.AutoScalingGroup": (_VPC, _MACHINE),
    "aws-certificatemanager.Certificate": ("", "domainName: 'a.b'"),
    "aws-cloudfront.CachePolicy": ("", ""),
    "aws-cloudfront.CloudFrontWebDistribution": (
        "",
        "originConfigs: [{ customOriginSource: { domainName: 'a' }, behaviors: [{ isDefaultBehavior: true }] }]",
    ),
    "aws-cloudfront.Distribution": (
        "",
        "defaultBehavior: { origin: new cdk.aws_cloudfront_origins.HttpOrigin('a.b') }",
    ),
    "aws-cloudfront.Function": ("", "code: cdk.aws_cloudfront.FunctionCode.fromInline('x')"),
    "aws-cloudfront.KeyGroup": ("", "items: []"),
    "aws-cloudfront.KeyValueStore": ("", ""),
    "aws-cloudfront.OriginAccessIdentity": ("", ""),
    "aws-cloudfront.OriginRequestPolicy": ("", ""),
    "aws-cloudfront.PublicKey": ("", "encodedKey: 'k'"),
    "aws-cloudfront.RealtimeLogConfig": ("", "endPoints: [], fields: ['a'], samplingRate: 1"),
    "aws-cloudfront.ResponseHeadersPolicy": ("", ""),
    "aws-cloudfront.S3OriginAccessControl": ("", ""),
    "aws-cloudfront.VpcOrigin": (
        _VPC + "const lb = new elbv2.ApplicationLoadBalancer(this, 'L', { vpc });",
        "endpoint: cdk.aws_cloudfront.VpcOriginEndpoint.applicationLoadBalancer(lb)",
    ),
    "aws-cloudwatch.Alarm": (
        "",
        "metric: new cdk.aws_cloudwatch.Metric({ namespace: 'n', metricName: 'm' }), threshold: 1, evaluationPeriods: 1",
    ),
    "aws-codebuild.Project": ("", "buildSpec: cdk.aws_codebuild.BuildSpec.fromObject({})"),
    "aws-cognito.UserPool": ("", ""),
    "aws-cognito.UserPoolClient": (_POOL, "userPool: pool"),
    "aws-cognito.UserPoolDomain": (_POOL, "userPool: pool, cognitoDomain: { domainPrefix: 'x' }"),
    "aws-cognito.UserPoolGroup": (_POOL, "userPool: pool"),
    "aws-cognito.UserPoolResourceServer": (_POOL, "userPool: pool, identifier: 'i'"),
    "aws-dynamodb.Table": ("", "partitionKey: { name: 'p', type: cdk.aws_dynamodb.AttributeType.STRING }"),
    "aws-dynamodb.TableV2": ("", "partitionKey: { name: 'p', type: cdk.aws_dynamodb.AttributeType.STRING }"),
    "aws-ec2.GatewayVpcEndpoint": (_VPC, "vpc, service: ec2.GatewayVpcEndpointAwsService.S3"),
    "aws-ec2.Instance": (_VPC, _MACHINE),
    "aws-ec2.InterfaceVpcEndpoint": (_VPC, "vpc, service: ec2.InterfaceVpcEndpointAwsService.SQS"),
    "aws-ec2.SecurityGroup": (_VPC, "vpc"),
    "aws-ec2.Vpc": ("", ""),
    "aws-ecr.Repository": ("", ""),
    "aws-ecs.Cluster": (_VPC, "vpc"),
    "aws-ecs.Ec2TaskDefinition": ("", ""),
    "aws-ecs.FargateService": (
        _VPC
        + "const c = new ecs.Cluster(this, 'C', { vpc }); const t = new ecs.FargateTaskDefinition(this, 'T'); t.addContainer('c', { image: ecs.ContainerImage.fromRegistry('x') });",
        "cluster: c, taskDefinition: t",
    ),
    "aws-ecs.FargateTaskDefinition": ("", ""),
    "aws-efs.AccessPoint": (
        _VPC + "const f = new cdk.aws_efs.FileSystem(this, 'F', { vpc });",
        "fileSystem: f",
    ),
    "aws-efs.FileSystem": (_VPC, "vpc"),
    "aws-elasticloadbalancing.LoadBalancer": (_VPC, "vpc"),
    "aws-elasticloadbalancingv2.ApplicationLoadBalancer": (_VPC, "vpc"),
    "aws-elasticloadbalancingv2.ApplicationTargetGroup": (_VPC, "vpc, port: 80"),
    "aws-elasticloadbalancingv2.NetworkLoadBalancer": (_VPC, "vpc"),
    "aws-elasticloadbalancingv2.NetworkTargetGroup": (_VPC, "vpc, port: 80"),
    "aws-events.Rule": ("", "schedule: cdk.aws_events.Schedule.rate(cdk.Duration.minutes(5))"),
    "aws-iam.Role": ("", "assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com')"),
    "aws-kinesis.Stream": ("", ""),
    "aws-kinesisfirehose.DeliveryStream": (
        "const b = new s3.Bucket(this, 'B');",
        "destination: new cdk.aws_kinesisfirehose.S3Bucket(b)",
    ),
    "aws-kms.Key": ("", ""),
    "aws-lambda.Function": (
        "",
        "runtime: lambda_.Runtime.NODEJS_22_X, handler: 'h', code: lambda_.Code.fromInline('x')",
    ),
    "aws-logs.LogGroup": ("", ""),
    "aws-rds.DatabaseCluster": (
        _VPC,
        "vpc, engine: rds.DatabaseClusterEngine.AURORA_MYSQL, writer: rds.ClusterInstance.provisioned('w')",
    ),
    "aws-rds.DatabaseInstance": (_VPC, "vpc, engine: rds.DatabaseInstanceEngine.MYSQL"),
    "aws-route53.PublicHostedZone": ("", "zoneName: 'a.b'"),
    "aws-s3.Bucket": ("", ""),
    "aws-secretsmanager.Secret": ("", ""),
    "aws-sns.Subscription": (
        "const topic = new cdk.aws_sns.Topic(this, 'T');",
        "topic, endpoint: 'e', protocol: cdk.aws_sns.SubscriptionProtocol.FIREHOSE",
    ),
    "aws-sns.Topic": ("", ""),
    "aws-sqs.Queue": ("", ""),
    "aws-ssm.StringParameter": ("", "stringValue: 'v'"),
    "aws-stepfunctions.StateMachine": (
        "",
        "definitionBody: cdk.aws_stepfunctions.DefinitionBody.fromString('{}')",
    ),
}

# Options that change nothing of what Terraform has but for tags, or nothing as long as other options are left out; and
# what is not known anyway as long as nothing is known of the project's flags.
WITHOUT_TRACE: Mapping[str, frozenset[str]] = {
    "aws-apigateway.RestApi": frozenset(
        {
            "cloneFrom",
            "cloudWatchRole",
            "cloudWatchRoleRemovalPolicy",
            "defaultCorsPreflightOptions",
            "defaultIntegration",
            "defaultMethodOptions",
            "endpointExportName",
            "retainDeployments",
        }
    ),
    "aws-autoscaling.AutoScalingGroup": frozenset(
        {
            "deletionProtection",
            "ignoreUnmodifiedSizeProperties",
            "initOptions",
            "instanceLifecyclePolicy",
            "migrateToLaunchTemplate",
            "terminationPolicyCustomLambdaFunctionArn",
            "updatePolicy",
        }
    ),
    "aws-certificatemanager.Certificate": frozenset({"allowExport", "certificateName"}),
    "aws-cloudfront.Distribution": frozenset(
        {"logFilePrefix", "logIncludesCookies", "minimumProtocolVersion", "sslSupportMethod"}
    ),
    "aws-cloudfront.Function": frozenset({"runtime"}),
    "aws-cloudfront.KeyValueStore": frozenset({"keyValueStoreName", "source"}),
    "aws-cloudfront.RealtimeLogConfig": frozenset({"realtimeLogConfigName"}),
    "aws-cloudfront.ResponseHeadersPolicy": frozenset({"responseHeadersPolicyName"}),
    "aws-cloudfront.S3OriginAccessControl": frozenset({"originAccessControlName"}),
    "aws-cloudfront.VpcOrigin": frozenset({"vpcOriginName"}),
    "aws-codebuild.Project": frozenset(
        {"allowAllOutbound", "checkSecretsInPlainTextEnvVariables", "securityGroups", "subnetSelection"}
    ),
    "aws-cognito.UserPool": frozenset({"mfaSecondFactor", "smsRoleExternalId", "snsRegion"}),
    "aws-dynamodb.Table": frozenset({"kinesisPrecisionTimestamp"}),
    "aws-dynamodb.TableV2": frozenset({"multiRegionConsistency", "tags", "witnessRegion"}),
    "aws-ec2.Instance": frozenset(
        {
            "allowAllIpv6Outbound",
            "initOptions",
            "instanceName",
            "propagateTagsToVolumeOnCreation",
            "resourceSignalTimeout",
            "userDataCausesReplacement",
        }
    ),
    "aws-ec2.SecurityGroup": frozenset({"description", "disableInlineRules"}),
    "aws-ec2.Vpc": frozenset(
        {"ipv6Addresses", "restrictDefaultSecurityGroup", "vpcName", "vpnRoutePropagation"}
    ),
    "aws-ecr.Repository": frozenset({"lifecycleRegistryId"}),
    "aws-ecs.Cluster": frozenset({"vpc"}),
    "aws-ecs.Ec2TaskDefinition": frozenset({"family"}),
    "aws-ecs.FargateTaskDefinition": frozenset({"family"}),
    "aws-efs.AccessPoint": frozenset({"clientToken"}),
    "aws-efs.FileSystem": frozenset({"allowAnonymousAccess"}),
    "aws-elasticloadbalancingv2.ApplicationLoadBalancer": frozenset({"denyAllIgwTraffic"}),
    "aws-elasticloadbalancingv2.NetworkLoadBalancer": frozenset(
        {"denyAllIgwTraffic", "disableSecurityGroups", "enablePrefixForIpv6SourceNat", "securityGroups"}
    ),
    "aws-events.Rule": frozenset({"crossStackScope"}),
    "aws-kinesis.Stream": frozenset({"encryption"}),
    "aws-kinesisfirehose.DeliveryStream": frozenset({"role"}),
    "aws-lambda.Function": frozenset(
        {
            "allowAllIpv6Outbound",
            "allowPublicSubnet",
            "currentVersionOptions",
            "logRemovalPolicy",
            "logRetentionRetryOptions",
            "logRetentionRole",
            "recursiveLoop",
            "runtimeManagementMode",
        }
    ),
    "aws-rds.DatabaseCluster": frozenset(
        {
            "autoMinorVersionUpgrade",
            "cloudwatchLogsRetention",
            "cloudwatchLogsRetentionRole",
            "enableClusterLevelEnhancedMonitoring",
            "instanceIdentifierBase",
            "instanceProps",
            "instanceUpdateBehaviour",
            "instances",
            "monitoringRole",
            "serverlessV2AutoPauseDuration",
            "serverlessV2MaxCapacity",
            "serverlessV2MinCapacity",
        }
    ),
    "aws-rds.DatabaseInstance": frozenset(
        {"cloudwatchLogsRetention", "cloudwatchLogsRetentionRole", "monitoringRole", "processorFeatures"}
    ),
    "aws-route53.PublicHostedZone": frozenset({"addTrailingDot", "crossAccountZoneDelegationRoleName"}),
    "aws-s3.Bucket": frozenset(
        {
            "bucketKeyEnabled",
            "minimumTLSVersion",
            "notificationsHandlerRole",
            "notificationsSkipDestinationValidation",
            "replicationRole",
            "targetObjectKeyFormat",
            "transitionDefaultMinimumObjectSize",
        }
    ),
    "aws-sns.Subscription": frozenset({"region"}),
    "aws-ssm.StringParameter": frozenset({"simpleName"}),
    "aws-stepfunctions.StateMachine": frozenset({"comment", "definition", "queryLanguage", "timeout"}),
}
