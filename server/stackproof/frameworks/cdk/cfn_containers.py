"""CloudFormation's ECS and Cloud Map under Terraform's names."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import fitted, keyed, number, take, text
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import containers, each, nested
from stackproof.frameworks.cdk.fitting import NOTHING, UP
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Mapping as MappingValue
from stackproof.model.values import ResourceReference, Value

_TEMPLATE = "managed_instances_provider.instance_launch_template"


def _force(value: Value) -> Value:
    """Whether each deployment renews all tasks."""

    def change(single: Value) -> Value:
        return single.get("enable_force_new_deployment") if isinstance(single, MappingValue) else single

    return each(value, change)


def _cluster(world: World, resource: Resource) -> None:
    """The capacity providers of a cluster are a resource of their own."""
    providers, strategy = (
        take(resource, "capacity_providers"),
        take(resource, "default_capacity_provider_strategy"),
    )
    if providers is None and strategy is None:
        return
    world.add(
        "aws_ecs_cluster_capacity_providers",
        resource.name,
        {
            "cluster_name": ResourceReference(resource, "name"),
            "capacity_providers": providers,
            "default_capacity_provider_strategy": strategy,
        },
    )


def deployment(world: World, value: Value) -> dict[str, Value]:
    """What Terraform says of a service itself, and the rest."""
    folded = world.fold(value)
    found: dict[str, Value] = {}
    for key, name in (
        ("maximum_percent", "deployment_maximum_percent"),
        ("minimum_healthy_percent", "deployment_minimum_healthy_percent"),
        ("deployment_circuit_breaker", "deployment_circuit_breaker"),
        ("alarms", "alarms"),
    ):
        held = folded.get(key)
        if not held.is_absent():
            found[name] = held
    if isinstance(folded, MappingValue):
        moved = ("maximum_percent", "minimum_healthy_percent", "deployment_circuit_breaker", "alarms")
        rest = {k: e for k, e in folded.entries.items() if k not in moved}
        if (hooks := rest.pop("lifecycle_hooks", None)) is not None:
            rest["lifecycle_hook"] = hooks
        rest.pop("early_success_criteria", None)
        if rest or folded.open:
            found["deployment_configuration"] = MappingValue(rest, open=folded.open, origin=folded.origin)
    return found


KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::ECS::Cluster",
        "aws_ecs_cluster",
        {
            "cluster_name": "name",
            "cluster_settings": "setting",
            "configuration.execute_command_configuration.log_configuration.s3_encryption_enabled": "s3_bucket_encryption_enabled",
        },
        ref="name",
        finish=_cluster,
    ),
    fitted(
        "AWS::ECS::ClusterCapacityProviderAssociations",
        "aws_ecs_cluster_capacity_providers",
        {"cluster": "cluster_name"},
    ),
    fitted(
        "AWS::ECS::CapacityProvider",
        "aws_ecs_capacity_provider",
        {
            "cluster_name": "cluster",
            "managed_instances_provider.auto_repair_configuration": NOTHING,
            f"{_TEMPLATE}.capacity_option_type": NOTHING,
            f"{_TEMPLATE}.capacity_reservations": NOTHING,
            f"{_TEMPLATE}.fips_enabled": NOTHING,
            f"{_TEMPLATE}.instance_metadata_tags_propagation": NOTHING,
            f"{_TEMPLATE}.local_storage_configuration": NOTHING,
            f"{_TEMPLATE}.nitro_enclaves_enabled": NOTHING,
            f"{_TEMPLATE}.instance_requirements.v_cpu_count": "vcpu_count",
            f"{_TEMPLATE}.instance_requirements.memory_gib_per_v_cpu": "memory_gib_per_vcpu",
        },
        ref="name",
    ),
    fitted(
        "AWS::ECS::Service",
        "aws_ecs_service",
        {
            "gateway_connectors": NOTHING,
            "load_balancers.load_balancer_name": "elb_name",
            "monitoring": NOTHING,
            "placement_strategies": "ordered_placement_strategy",
            "role": "iam_role",
            "service_connect_configuration.access_log_configuration": NOTHING,
            "service_connect_configuration.container_configurations": NOTHING,
            "service_connect_configuration.services.tls.issuer_certificate_authority": "issuer_cert_authority",
            "service_name": "name",
            "volume_configurations.managed_ebs_volume.filesystem_type": "file_system_type",
            "volume_configurations.managed_ebs_volume.size_in_gib": "size_in_gb",
            "vpc_lattice_configurations.advanced_configuration": NOTHING,
        },
        {"force_new_deployment": _force},
        conversions={
            "deployment_configuration": deployment,
            "network_configuration": nested(
                "network_configuration", "awsvpc_configuration", {}, ("assign_public_ip",)
            ),
        },
        ref="arn",
        attributes={"attr_name": "name", "attr_service_arn": "arn"},
    ),
    fitted(
        "AWS::ECS::TaskDefinition",
        "aws_ecs_task_definition",
        {
            "inference_accelerators": NOTHING,
            "proxy_configuration.proxy_configuration_properties": "properties",
            "volumes.configured_at_launch": "configure_at_launch",
            "volumes.efs_volume_configuration.filesystem_id": "file_system_id",
            "volumes.f_sx_windows_file_server_volume_configuration": "fsx_windows_file_server_volume_configuration",
            "volumes.host": UP,
            "volumes.host.source_path": "host_path",
            "volumes.s3_files_volume_configuration": NOTHING,
        },
        {
            "cpu": text,
            "memory": text,
            "proxy_configuration.proxy_configuration_properties": keyed("name"),
        },
        conversions={"container_definitions": containers},
        ref="arn",
        attributes={"attr_task_definition_arn": "arn"},
    ),
    fitted("AWS::ServiceDiscovery::HttpNamespace", "aws_service_discovery_http_namespace"),
    fitted(
        "AWS::ServiceDiscovery::PrivateDnsNamespace",
        "aws_service_discovery_private_dns_namespace",
        {"properties": NOTHING},
        attributes={"attr_hosted_zone_id": "hosted_zone"},
    ),
    fitted(
        "AWS::ServiceDiscovery::PublicDnsNamespace",
        "aws_service_discovery_public_dns_namespace",
        {"properties": NOTHING},
        attributes={"attr_hosted_zone_id": "hosted_zone"},
    ),
    fitted(
        "AWS::ServiceDiscovery::Service",
        "aws_service_discovery_service",
        {"service_attributes": NOTHING, "dns_config.dns_records.TTL": "ttl"},
        {"dns_config.dns_records.ttl": number, "dns_config.dns_records.TTL": number},
    ),
    fitted(
        "AWS::ServiceDiscovery::Instance",
        "aws_service_discovery_instance",
        {"instance_attributes": "attributes"},
    ),
)
