"""CloudFormation's Kubernetes clusters and batch jobs under Terraform's names."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import fitted, keyed, listed, named, take
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import CAMEL, Conversion
from stackproof.frameworks.cdk.fitting import NOTHING
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, MapEntry, Value

_MANAGED = "compute_resources.managed_instances_provider"


def _json(target: str) -> Conversion:
    """What is one JSON text in Terraform, in the spelling of the service's interface."""
    return lambda world, value: {target: JsonText(world.fold(value, CAMEL), origin=value.origin)}


def _logs(world: World, value: Value) -> dict[str, Value]:
    kinds = world.fold(value).get("cluster_logging", "enabled_types")
    return {"enabled_cluster_log_types": named("type")(kinds)}


def _policies(world: World, entry: Resource) -> None:
    """What an identity may do in a cluster are resources of their own."""
    policies = take(entry, "access_policies")
    for policy in listed(policies, "policies") if policies is not None else ():
        made = world.add(
            "aws_eks_access_policy_association",
            entry.name,
            {"policy_arn": policy.get("policy_arn"), "access_scope": policy.get("access_scope")},
        )
        for name in ("cluster_name", "principal_arn"):
            if (known := entry.properties.entries.get(name)) is not None:
                made.properties.entries[name] = MapEntry(known.value)


_NETWORK = "kubernetes_network_config"
_OUTPOST = "outpost_config"

KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::EKS::Cluster",
        "aws_eks_cluster",
        {
            "active_certificate_authority_id": NOTHING,
            "certificate_authority": NOTHING,
            "force": "force_update_version",
            "kube_api_server_config": NOTHING,
            "kube_controller_manager_config": NOTHING,
            "kube_scheduler_config": NOTHING,
            f"{_NETWORK}.elastic_load_balancing.gateway_api": NOTHING,
            f"{_NETWORK}.service_ipv6_cidr": NOTHING,
            f"{_OUTPOST}.control_plane_placement.spread_level": NOTHING,
            f"{_OUTPOST}.etcd_instance_type": NOTHING,
            f"{_OUTPOST}.etcd_placement": NOTHING,
            "resources_vpc_config": "vpc_config",
            "resources_vpc_config.control_plane_egress_mode": NOTHING,
            "rollback_config": NOTHING,
        },
        conversions={"logging": _logs},
        ref="name",
        attributes={"attr_cluster_security_group_id": "cluster_security_group_id"},
    ),
    fitted(
        "AWS::EKS::Nodegroup",
        "aws_eks_node_group",
        {
            "force_update_enabled": "force_update_version",
            "node_role": "node_role_arn",
            "nodegroup_name": "node_group_name",
            "remote_access.source_security_groups": "source_security_group_ids",
            "subnets": "subnet_ids",
            "update_config.update_strategy": NOTHING,
            "warm_pool_config": NOTHING,
        },
    ),
    fitted(
        "AWS::EKS::FargateProfile",
        "aws_eks_fargate_profile",
        {"subnets": "subnet_ids"},
        {"selectors.labels": keyed()},
        ref="fargate_profile_name",
    ),
    fitted(
        "AWS::EKS::Addon",
        "aws_eks_addon",
        {
            "namespace_config": NOTHING,
            "preserve_on_delete": "preserve",
            "resolve_conflicts": "resolve_conflicts_on_create",
        },
    ),
    fitted("AWS::EKS::AccessEntry", "aws_eks_access_entry", {"username": "user_name"}, finish=_policies),
    fitted("AWS::EKS::PodIdentityAssociation", "aws_eks_pod_identity_association", {"policy": NOTHING}),
    fitted(
        "AWS::Batch::ComputeEnvironment",
        "aws_batch_compute_environment",
        {
            "compute_environment_name": "name",
            "compute_resources.capacity_tags": NOTHING,
            "compute_resources.desiredv_cpus": "desired_vcpus",
            "compute_resources.ec2_configuration.batch_image_status": NOTHING,
            "compute_resources.launch_template.overrides": NOTHING,
            "compute_resources.launch_template.userdata_type": NOTHING,
            "compute_resources.maxv_cpus": "max_vcpus",
            "compute_resources.minv_cpus": "min_vcpus",
            "compute_resources.scaling_policy": NOTHING,
            "compute_resources.update_to_latest_image_version": NOTHING,
            "context": NOTHING,
            "ecs_settings": NOTHING,
            "eks_configuration.access_entry": NOTHING,
            "replace_compute_environment": NOTHING,
            "unmanagedv_cpus": NOTHING,
            _MANAGED: NOTHING,
        },
        ref="arn",
        attributes={"attr_compute_environment_arn": "arn"},
    ),
    fitted(
        "AWS::Batch::JobQueue",
        "aws_batch_job_queue",
        {"job_queue_name": "name", "job_queue_type": NOTHING, "service_environment_order": NOTHING},
        ref="arn",
        attributes={"attr_job_queue_arn": "arn"},
    ),
    fitted(
        "AWS::Batch::JobDefinition",
        "aws_batch_job_definition",
        {
            "consumable_resource_properties": NOTHING,
            "job_definition_name": "name",
            "resource_retention_policy": NOTHING,
        },
        conversions={
            name: _json(name) for name in ("container_properties", "ecs_properties", "node_properties")
        },
        ref="arn",
        attributes={"attr_job_definition_arn": "arn"},
    ),
    fitted(
        "AWS::Batch::SchedulingPolicy",
        "aws_batch_scheduling_policy",
        {"fairshare_policy": "fair_share_policy", "quota_share_policy": NOTHING},
        ref="arn",
    ),
)
