"""The reviewed table from CloudFormation's resource types to Terraform's: names, conversions, attributes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk import (
    cfn_buckets,
    cfn_domains,
    cfn_identity,
    cfn_network,
    cfn_secrets,
    cfn_serverless,
    cfn_stores,
    cfn_tables,
)
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import (
    Conversion,
    actions,
    blocks,
    containers,
    first_of,
    load_balancer_attributes,
    nested,
    policy,
    rules,
    scheme,
)

_HEALTH = {
    "health_check_path": "path",
    "health_check_port": "port",
    "health_check_protocol": "protocol",
    "health_check_enabled": "enabled",
    "health_check_interval_seconds": "interval",
    "health_check_timeout_seconds": "timeout",
    "healthy_threshold_count": "healthy_threshold",
    "unhealthy_threshold_count": "unhealthy_threshold",
    "matcher": "matcher",
}


HEALTH_CHECK: Mapping[str, str] = MappingProxyType(_HEALTH)


_INSTANCE_NAMES = {
    "image_id": "ami",
    "security_group_ids": "vpc_security_group_ids",
    "disable_api_termination": "disable_api_termination",
}
_START: Mapping[str, Conversion] = MappingProxyType({"user_data": cfn_network.user_data})


_DATABASE = {
    "db_instance_identifier": "identifier",
    "db_instance_class": "instance_class",
    "db_cluster_identifier": "cluster_identifier",
    "vpc_security_groups": "vpc_security_group_ids",
    "storage_encrypted": "storage_encrypted",
    "master_username": "username",
    "master_user_password": "password",
    "engine_version": "engine_version",
}


_CLUSTER = {
    "db_cluster_identifier": "cluster_identifier",
    "database_name": "database_name",
    "master_username": "master_username",
    "master_user_password": "master_password",
    "preferred_backup_window": "preferred_backup_window",
}


KINDS: tuple[Kind, ...] = (
    *cfn_network.KINDS,
    *cfn_buckets.KINDS,
    *cfn_domains.KINDS,
    *cfn_secrets.KINDS,
    *cfn_identity.KINDS,
    *cfn_serverless.KINDS,
    *cfn_stores.KINDS,
    *cfn_tables.KINDS,
    Kind("AWS::EC2::VPC", "aws_vpc"),
    Kind("AWS::EC2::Subnet", "aws_subnet"),
    Kind("AWS::EC2::RouteTable", "aws_route_table"),
    Kind(
        "AWS::EC2::Route",
        "aws_route",
        {
            "instance_id": "network_interface_id",
            "destination_ipv6_cidr_block": "destination_ipv6_cidr_block",
            "egress_only_internet_gateway_id": "egress_only_gateway_id",
        },
    ),
    Kind("AWS::EC2::SubnetRouteTableAssociation", "aws_route_table_association"),
    Kind("AWS::EC2::InternetGateway", "aws_internet_gateway"),
    Kind("AWS::EC2::VPCGatewayAttachment", "aws_internet_gateway_attachment"),
    Kind("AWS::EC2::NatGateway", "aws_nat_gateway"),
    Kind("AWS::EC2::EIP", "aws_eip", {"instance_id": "instance"}),
    Kind("AWS::EC2::EgressOnlyInternetGateway", "aws_egress_only_internet_gateway"),
    Kind("AWS::EC2::VPNGateway", "aws_vpn_gateway"),
    Kind("AWS::EC2::TransitGateway", "aws_ec2_transit_gateway"),
    Kind("AWS::EC2::TransitGatewayAttachment", "aws_ec2_transit_gateway_vpc_attachment"),
    Kind("AWS::EC2::TransitGatewayVpcAttachment", "aws_ec2_transit_gateway_vpc_attachment"),
    Kind("AWS::EC2::VPCPeeringConnection", "aws_vpc_peering_connection"),
    Kind("AWS::EC2::VPCEndpoint", "aws_vpc_endpoint", {"policy_document": "policy"}),
    Kind(
        "AWS::EC2::SecurityGroup",
        "aws_security_group",
        {"group_name": "name", "group_description": "description"},
        {"security_group_ingress": rules("ingress"), "security_group_egress": rules("egress")},
    ),
    Kind(
        "AWS::EC2::SecurityGroupIngress",
        "aws_vpc_security_group_ingress_rule",
        {
            "group_id": "security_group_id",
            "cidr_ip": "cidr_ipv4",
            "source_security_group_id": "referenced_security_group_id",
        },
    ),
    Kind(
        "AWS::EC2::SecurityGroupEgress",
        "aws_vpc_security_group_egress_rule",
        {
            "group_id": "security_group_id",
            "cidr_ip": "cidr_ipv4",
            "destination_security_group_id": "referenced_security_group_id",
        },
    ),
    Kind(
        "AWS::EC2::Instance",
        "aws_instance",
        _INSTANCE_NAMES,
        _START,
        attributes={"attr_private_ip": "private_ip"},
    ),
    Kind("AWS::EC2::NetworkInterface", "aws_network_interface", {"group_set": "security_groups"}),
    Kind("AWS::EC2::LaunchTemplate", "aws_launch_template", {"launch_template_name": "name"}),
    Kind(
        "AWS::AutoScaling::AutoScalingGroup",
        "aws_autoscaling_group",
        {"auto_scaling_group_name": "name", "launch_configuration_name": "launch_configuration"},
    ),
    Kind(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "aws_lb",
        {"type": "load_balancer_type"},
        {
            "load_balancer_attributes": load_balancer_attributes,
            "scheme": scheme,
            "subnet_mappings": blocks("subnet_mapping", {}),
        },
        ref="arn",
        attributes={"attr_load_balancer_arn": "arn"},
    ),
    Kind(
        "AWS::ElasticLoadBalancingV2::Listener",
        "aws_lb_listener",
        {},
        {
            "certificates": first_of("certificate_arn", "certificate_arn"),
            "default_actions": actions("default_action"),
        },
        ref="arn",
        attributes={"attr_listener_arn": "arn"},
    ),
    Kind(
        "AWS::ElasticLoadBalancingV2::ListenerCertificate",
        "aws_lb_listener_certificate",
        {},
        {"certificates": first_of("certificate_arn", "certificate_arn")},
    ),
    Kind(
        "AWS::ElasticLoadBalancingV2::ListenerRule",
        "aws_lb_listener_rule",
        {"conditions": "condition"},
        {"actions": actions("action")},
        ref="arn",
    ),
    Kind("AWS::ElasticLoadBalancingV2::TargetGroup", "aws_lb_target_group", ref="arn"),
    Kind(
        "AWS::ECS::Cluster",
        "aws_ecs_cluster",
        {"cluster_name": "name", "cluster_settings": "setting"},
        ref="name",
    ),
    Kind(
        "AWS::ECS::ClusterCapacityProviderAssociations",
        "aws_ecs_cluster_capacity_providers",
        {"cluster": "cluster_name"},
        {"default_capacity_provider_strategy": blocks("default_capacity_provider_strategy", {})},
    ),
    Kind(
        "AWS::ECS::Service",
        "aws_ecs_service",
        {
            "service_name": "name",
            "load_balancers": "load_balancer",
            "role": "iam_role",
            "service_registries": "service_registries",
        },
        {
            "network_configuration": nested(
                "network_configuration", "awsvpc_configuration", {}, ("assign_public_ip",)
            ),
            "capacity_provider_strategy": blocks("capacity_provider_strategy", {}),
        },
        ref="arn",
        attributes={"attr_name": "name", "attr_service_arn": "arn"},
    ),
    Kind(
        "AWS::ECS::TaskDefinition",
        "aws_ecs_task_definition",
        {"volumes": "volume"},
        {"container_definitions": containers},
        ref="arn",
        attributes={"attr_task_definition_arn": "arn"},
    ),
    Kind(
        "AWS::KMS::Key",
        "aws_kms_key",
        {
            "key_spec": "customer_master_key_spec",
            "enabled": "is_enabled",
            "pending_window_in_days": "deletion_window_in_days",
        },
        {"key_policy": policy("policy")},
        ref="key_id",
        attributes={"attr_key_id": "key_id"},
    ),
    Kind("AWS::KMS::Alias", "aws_kms_alias", {"alias_name": "name"}, ref="name"),
    Kind("AWS::Logs::LogGroup", "aws_cloudwatch_log_group", {"log_group_name": "name"}, ref="name"),
    Kind("AWS::RDS::DBInstance", "aws_db_instance", _DATABASE, attributes={"attr_db_instance_arn": "arn"}),
    Kind(
        "AWS::RDS::DBCluster",
        "aws_rds_cluster",
        {**_CLUSTER, "vpc_security_group_ids": "vpc_security_group_ids"},
    ),
    Kind("AWS::Cognito::UserPool", "aws_cognito_user_pool", {"user_pool_name": "name"}),
)
