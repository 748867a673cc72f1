"""CloudFormation's registries of container images, with the policies that Terraform keeps beside them."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import policy
from stackproof.frameworks.cdk.fitting import NOTHING, Fit
from stackproof.frameworks.cdk.parts import part
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.common import jsontext
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference


def _repository(world: World, repository: Resource) -> None:
    """Who may use the images, and how long they are kept."""
    entries = repository.properties.entries
    reference = ResourceReference(repository, "name")
    allowed, kept = entries.pop("repository_policy_text", None), entries.pop("lifecycle_policy", None)
    if allowed is not None:
        properties = {"repository": reference, "policy": jsontext.read(allowed.value)}
        part(world, repository, "aws_ecr_repository_policy", properties, allowed)
    if kept is not None:
        text = jsontext.read(kept.value.get("lifecycle_policy_text"))
        part(world, repository, "aws_ecr_lifecycle_policy", {"repository": reference, "policy": text}, kept)


KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::ECR::Repository",
        "aws_ecr_repository",
        conversions={"repository_policy_text": policy("repository_policy_text")},
        ref="name",
        attributes={"attr_repository_uri": "repository_url"},
        fit=Fit(
            "aws_ecr_repository",
            {
                "empty_on_delete": "force_delete",
                "image_tag_mutability_exclusion_filters": "image_tag_mutability_exclusion_filter",
                "image_tag_mutability_exclusion_filters.image_tag_mutability_exclusion_filter_type": "filter_type",
                "image_tag_mutability_exclusion_filters.image_tag_mutability_exclusion_filter_value": "filter",
                "repository_name": "name",
            },
        ),
        finish=_repository,
    ),
    Kind(
        "AWS::ECR::PullThroughCacheRule",
        "aws_ecr_pull_through_cache_rule",
        fit=Fit("aws_ecr_pull_through_cache_rule", {"upstream_registry": NOTHING}),
        ref="ecr_repository_prefix",
    ),
    Kind(
        "AWS::ECR::RegistryPolicy",
        "aws_ecr_registry_policy",
        conversions={"policy_text": policy("policy")},
    ),
    Kind(
        "AWS::ECR::ReplicationConfiguration",
        "aws_ecr_replication_configuration",
        fit=Fit("aws_ecr_replication_configuration"),
    ),
)
