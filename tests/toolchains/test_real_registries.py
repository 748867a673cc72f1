"""Repositories of images of CDK programs are those which the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "repositories": (
        """const key = new kms.Key(stack, 'K');
        const plain = new ecr.Repository(stack, 'Plain');
        const full = new ecr.Repository(stack, 'Full', { repositoryName: 'full', imageScanOnPush: true, imageTagMutability: ecr.TagMutability.IMMUTABLE_WITH_EXCLUSION,
          imageTagMutabilityExclusionFilters: [ecr.ImageTagMutabilityExclusionFilter.wildcard('dev-*')], encryptionKey: key, emptyOnDelete: true, removalPolicy: cdk.RemovalPolicy.DESTROY,
          lifecycleRules: [
            { maxImageCount: 9, description: 'all' },
            { maxImageAge: cdk.Duration.days(3), tagStatus: ecr.TagStatus.UNTAGGED },
            { maxImageCount: 5, tagPrefixList: ['v'], rulePriority: 7 },
          ] });
        full.addLifecycleRule({ maxImageCount: 2, tagPatternList: ['a*'] });
        new ecr.Repository(stack, 'Kms', { encryption: ecr.RepositoryEncryption.KMS, imageTagMutability: ecr.TagMutability.IMMUTABLE });
        const role = new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        const reader = new iam.Role(stack, 'R2', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        plain.grantPullPush(role);
        full.grantPull(reader);
        full.grantRead(reader);
        full.grantPush(new iam.AccountPrincipal('123456789012'));
        full.addToResourcePolicy(new iam.PolicyStatement({ actions: ['ecr:BatchGetImage'], principals: [new iam.ServicePrincipal('lambda.amazonaws.com')] }));
        const fn = new lambda_.Function(stack, 'F', { runtime: lambda_.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda_.Code.fromInline('x') });
        plain.onImageScanCompleted('Scan', { target: new targets.LambdaFunction(fn), imageTags: ['latest'] });
        plain.onCloudTrailImagePushed('Push', { imageTag: 'v1' });
        plain.onEvent('Any');
        ecr.Repository.fromRepositoryName(stack, 'E', 'other').grantPull(reader);""",
        """key = kms.Key(stack, "K")
plain = ecr.Repository(stack, "Plain")
full = ecr.Repository(stack, "Full", repository_name="full", image_scan_on_push=True, image_tag_mutability=ecr.TagMutability.IMMUTABLE_WITH_EXCLUSION,
    image_tag_mutability_exclusion_filters=[ecr.ImageTagMutabilityExclusionFilter.wildcard("dev-*")], encryption_key=key, empty_on_delete=True, removal_policy=cdk.RemovalPolicy.DESTROY,
    lifecycle_rules=[
        ecr.LifecycleRule(max_image_count=9, description="all"),
        ecr.LifecycleRule(max_image_age=cdk.Duration.days(3), tag_status=ecr.TagStatus.UNTAGGED),
        ecr.LifecycleRule(max_image_count=5, tag_prefix_list=["v"], rule_priority=7),
    ])
full.add_lifecycle_rule(max_image_count=2, tag_pattern_list=["a*"])
ecr.Repository(stack, "Kms", encryption=ecr.RepositoryEncryption.KMS, image_tag_mutability=ecr.TagMutability.IMMUTABLE)
role = iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
reader = iam.Role(stack, "R2", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
plain.grant_pull_push(role)
full.grant_pull(reader)
full.grant_read(reader)
full.grant_push(iam.AccountPrincipal("123456789012"))
full.add_to_resource_policy(iam.PolicyStatement(actions=["ecr:BatchGetImage"], principals=[iam.ServicePrincipal("lambda.amazonaws.com")]))
fn = lambda_.Function(stack, "F", runtime=lambda_.Runtime.NODEJS_22_X, handler="i.h", code=lambda_.Code.from_inline("x"))
plain.on_image_scan_completed("Scan", target=targets.LambdaFunction(fn), image_tags=["latest"])
plain.on_cloud_trail_image_pushed("Push", image_tag="v1")
plain.on_event("Any")
ecr.Repository.from_repository_name(stack, "E", "other").grant_pull(reader)""",
    ),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, TYPES) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, TYPES) == {}
