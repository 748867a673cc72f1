"""What classes make, told by their names, in every framework."""

from __future__ import annotations

import pytest

from stackproof.frameworks.cdk import Cdk
from stackproof.frameworks.cdktf import Cdktf
from stackproof.frameworks.pulumi import Pulumi
from stackproof.model.construction import ConstructionKind
from stackproof.model.ports import Framework
from stackproof.model.runtime import Symbol

R, L, C, F, O = ConstructionKind  # noqa: E741


def kind(framework: Framework, written: str) -> ConstructionKind | None:
    """``new module name`` and ``module name`` as the framework sees it."""
    words = written.split(" ")
    names = tuple(words[-1].split("."))
    return framework.kind_of(Symbol(words[-2], names), new=words[0] == "new")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("new aws-cdk-lib/aws-ec2 Vpc", R),
        ("new aws-cdk-lib aws_ec2.Vpc", R),
        ("aws_cdk aws_ec2.Vpc", R),
        ("aws_cdk.aws_ec2 Vpc", R),
        ("new aws-cdk-lib/aws-ec2 CfnVPC", R),
        # Newer than the data.
        ("new aws-cdk-lib/aws-ec2 CfnHolodeck", R),
        ("new aws-cdk-lib CfnResource", R),
        ("new aws-cdk-lib CustomResource", R),
        ("new aws-cdk-lib/aws-elasticloadbalancingv2 ApplicationTargetGroup", R),
        ("new aws-cdk-lib/aws-cloudfront experimental.EdgeFunction", R),
        ("new @aws-cdk/aws-lambda-python-alpha PythonFunction", R),
        ("aws_cdk.aws_apigatewayv2_alpha HttpApi", R),
        ("aws-cdk-lib/aws-ec2 Vpc.fromLookup", L),
        ("aws_cdk.aws_s3 Bucket.from_bucket_name", L),
        ("new aws-cdk-lib Stack", C),
        ("new aws-cdk-lib App", C),
        ("new constructs Construct", C),
        ("new aws-cdk-lib/aws-ecs-patterns ApplicationLoadBalancedFargateService", C),
        ("new aws-cdk-lib/aws-s3-deployment BucketDeployment", C),
        ("new aws-cdk-lib/cloudformation-include CfnInclude", C),
        ("aws_cdk aws_ec2.SubnetConfiguration", O),
        ("aws_cdk.aws_ecs CfnService.AwsVpcConfigurationProperty", O),
        ("new aws-cdk-lib/aws-iam ServicePrincipal", O),
        ("new aws-cdk-lib/aws-stepfunctions-tasks LambdaInvoke", O),
        ("new aws-cdk-lib CfnOutput", O),
        ("new aws-cdk-lib CfnParameter", O),
        ("aws-cdk-lib Duration.minutes", None),
        ("aws-cdk-lib Fn.join", None),
        ("aws-cdk-lib/aws-ecs ContainerImage.fromRegistry", None),
        ("aws-cdk-lib/aws-ec2 Vpc.isConstruct", None),
        ("new cdk-nag AwsSolutionsChecks", None),
        ("new @aws-sdk/client-s3 S3Client", None),
    ],
)
def test_cdk(written: str, expected: ConstructionKind | None) -> None:
    assert kind(Cdk(), written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("new @cdktf/provider-aws/lib/vpc Vpc", R),
        ("new @cdktf/provider-aws vpc.Vpc", R),
        ("new @cdktn/provider-aws/lib/s3-bucket S3Bucket", R),
        ("cdktf_cdktf_provider_aws.s3_bucket S3Bucket", R),
        ("new ../.gen/providers/aws/subnet Subnet", R),
        ("imports.aws.subnet Subnet", R),
        ("new @cdktf/provider-aws/lib/data-aws-region DataAwsRegion", L),
        ("new cdktf DataTerraformRemoteStateS3", L),
        ("new cdktf TerraformStack", C),
        ("cdktn App", C),
        ("new cdktf TerraformHclModule", C),
        ("new constructs Construct", C),
        ("new @cdktf/aws-cdk AwsTerraformAdapter", C),
        ("new ./.gen/modules/vpc Vpc", C),
        ("cdktf_cdktf_provider_aws.ecs_service EcsServiceNetworkConfiguration", O),
        ("new @cdktf/provider-aws/lib/provider AwsProvider", O),
        ("new cdktf TerraformOutput", O),
        ("new cdktf S3Backend", O),
        ("new @cdktf/provider-google/lib/compute-instance ComputeInstance", F),
        ("new @cdktf/provider-google computeInstance.ComputeInstance", F),
        ("new @cdktf/provider-random/lib/password Password", F),
        ("new .gen/providers/kubernetes Deployment", F),
        ("cdktf_cdktf_provider_kubernetes.deployment Deployment", F),
        ("cdktf_cdktf_provider_kubernetes.deployment DeploymentMetadata", O),
        ("imports.kubernetes DeploymentMetadata", O),
        ("new @cdktf/provider-google/lib/provider GoogleProvider", O),
        ("new @cdktf/provider-google/lib/data-google-project DataGoogleProject", O),
        ("cdktf Fn.join", None),
        ("cdktf Token.asString", None),
        ("@cdktf/provider-aws/lib/vpc Vpc.isTerraformResource", None),
        ("new lodash Chain", None),
    ],
)
def test_cdktf(written: str, expected: ConstructionKind | None) -> None:
    assert kind(Cdktf(), written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("new @pulumi/aws ec2.Vpc", R),
        ("pulumi_aws ec2.Vpc", R),
        ("new @pulumi/aws-native s3.Bucket", R),
        ("pulumi_aws_native s3.Bucket", R),
        ("@pulumi/aws ec2.getVpc", L),
        ("pulumi_aws ec2.get_vpc_output", L),
        ("@pulumi/aws ec2.Vpc.get", L),
        ("@pulumi/aws-native s3.Bucket.get", L),
        ("@pulumi/awsx ec2.getDefaultVpc", L),
        ("new @pulumi/pulumi StackReference", L),
        ("new @pulumi/pulumi ComponentResource", C),
        ("new @pulumi/awsx ec2.Vpc", C),
        ("new @pulumi/eks Cluster", C),
        ("new @pulumi/aws lambda.CallbackFunction", C),
        ("pulumi_awsx ec2.NatGatewayConfigurationArgs", O),
        ("pulumi_aws ec2.SecurityGroupIngressArgs", O),
        ("pulumi_aws_native s3.BucketTagArgs", O),
        ("new @pulumi/aws Provider", O),
        ("new @pulumi/pulumi Config", O),
        ("pulumi ResourceOptions", O),
        ("new @pulumi/gcp compute.Instance", F),
        ("new @pulumi/kubernetes core.v1.Pod", F),
        ("pulumi_kubernetes.apps.v1 Deployment", F),
        ("new @pulumi/random RandomPassword", F),
        ("new @pulumiverse/time Static", F),
        ("new @pulumi/pulumi dynamic.Resource", F),
        ("pulumi_gcp compute.InstanceBootDiskArgs", O),
        ("@pulumi/gcp compute.getImage", O),
        ("@pulumi/gcp compute.Instance.get", O),
        ("new @pulumi/gcp Provider", O),
        ("new @pulumi/policy PolicyPack", O),
        ("@pulumi/pulumi interpolate", None),
        ("@pulumi/aws iam.assumeRolePolicyForPrincipal", None),
        ("@pulumi/pulumi Output.create", None),
        ("new express Application", None),
    ],
)
def test_pulumi(written: str, expected: ConstructionKind | None) -> None:
    assert kind(Pulumi(), written) == expected
