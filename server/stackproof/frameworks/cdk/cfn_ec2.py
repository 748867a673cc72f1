"""CloudFormation's networks under Terraform's names."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import fitted, listed, take
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import left_out, policy, rules
from stackproof.frameworks.cdk.fitting import NOTHING, UP
from stackproof.frameworks.cdk.thing import put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Sequence, Unknown, Value

_RULE = {
    "group_id": "security_group_id",
    "cidr_ip": "cidr_ipv4",
    "source_prefix_list_id": "prefix_list_id",
    "destination_prefix_list_id": "prefix_list_id",
    "source_security_group_id": "referenced_security_group_id",
    "destination_security_group_id": "referenced_security_group_id",
    "source_security_group_owner_id": NOTHING,
    "source_security_group_name": NOTHING,
    "group_name": NOTHING,
}


def _second_block(world: World, resource: Resource) -> None:
    """A further range of addresses; the one that Amazon gives is another type."""
    entries = resource.properties.entries
    if "cidr_block" in entries or "ipv4_ipam_pool_id" in entries:
        return
    resource.type = "aws_vpc_ipv6_cidr_block_association"
    generated = entries.pop("amazon_provided_ipv6_cidr_block", None)
    if generated is not None:
        entries["assign_generated_ipv6_cidr_block"] = generated


def _tunnels(world: World, value: Value) -> dict[str, Value]:
    """Terraform names the arguments of both tunnels."""
    found: dict[str, Value] = {}
    folded = world.fold(value)
    for number, tunnel in enumerate(folded.items(), 1):
        for key in ("dpd_timeout_action", "dpd_timeout_seconds", "ike_versions", "startup_action"):
            found[f"tunnel{number}_{key}"] = tunnel.get(key)
        found[f"tunnel{number}_inside_cidr"] = tunnel.get("tunnel_inside_cidr")
        found[f"tunnel{number}_preshared_key"] = tunnel.get("pre_shared_key")
    return {k: v for k, v in found.items() if not v.is_absent()}


def _principals(world: World, resource: Resource) -> None:
    """Each principal that may use an endpoint service is a resource of its own."""
    allowed = take(resource, "allowed_principals")
    if allowed is None:
        return
    service = resource.properties.entries.get("vpc_endpoint_service_id")
    for number, principal in enumerate(listed(allowed, "principals")):
        target = resource if number == 0 else world.add(resource.type, resource.name)
        put(target, "principal_arn", principal)
        if service is not None:
            target.properties.entries["vpc_endpoint_service_id"] = service


def _propagations(world: World, resource: Resource) -> None:
    """Each table that routes are let into is a resource of its own."""
    tables = take(resource, "route_table_id")
    if tables is None:
        return
    for number, table in enumerate(listed(tables, "tables")):
        target = resource if number == 0 else world.add(resource.type, resource.name)
        target.properties.entries.update(
            {k: e for k, e in resource.properties.entries.items() if k != "route_table_id"}
        )
        put(target, "route_table_id", table)


def _owner(world: World, value: Value) -> dict[str, Value]:
    """The VPC whose own security group is meant."""
    vpc = world.fold(value).target()
    known = vpc is not None and vpc.type == "aws_vpc"
    return {"vpc_id": ResourceReference(vpc, "id") if known and vpc else Unknown("a VPC")}


def _first_interface(value: Value) -> Value:
    """Traffic for a machine arrives at its first interface."""
    target = value.target()
    known = target is not None and target.type == "aws_instance"
    return (
        ResourceReference(target, "primary_network_interface_id", origin=value.origin)
        if known and target
        else value
    )


def _interface(world: World, resource: Resource) -> None:
    """The addresses of an interface, the first among them."""
    addresses = take(resource, "private_ip_addresses")
    if addresses is None:
        return
    made = [a.get("private_ip_address") for a in addresses.items()]
    value: Value = Sequence(made, open=not addresses.is_closed(), origin=addresses.origin)
    if not isinstance(addresses, Sequence):
        value = Unknown("addresses", (addresses,), origin=addresses.origin)
    resource.properties.entries["private_ips"] = MapEntry(value)


_ATTACHMENT = {"options": UP, "add_subnet_ids": NOTHING, "remove_subnet_ids": NOTHING}

KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::EC2::VPC",
        "aws_vpc",
        {"vpc_encryption_control": NOTHING},
        attributes={
            "attr_default_security_group": "default_security_group_id",
            "attr_default_network_acl": "default_network_acl_id",
            "attr_ipv6_cidr_blocks": "ipv6_cidr_block",
        },
    ),
    fitted(
        "AWS::EC2::VPCCidrBlock",
        "aws_vpc_ipv4_cidr_block_association",
        {"ipv6_cidr_block_network_border_group": NOTHING},
        finish=_second_block,
    ),
    fitted(
        "AWS::EC2::Subnet",
        "aws_subnet",
        {
            "ipv4_ipam_pool_id": NOTHING,
            "ipv4_netmask_length": NOTHING,
            "ipv6_ipam_pool_id": NOTHING,
            "ipv6_netmask_length": NOTHING,
            "private_dns_name_options_on_launch": UP,
            "private_dns_name_options_on_launch.hostname_type": "private_dns_hostname_type_on_launch",
        },
        attributes={"attr_ipv6_cidr_blocks": "ipv6_cidr_block"},
    ),
    fitted("AWS::EC2::RouteTable", "aws_route_table"),
    fitted(
        "AWS::EC2::Route",
        "aws_route",
        {
            "egress_only_internet_gateway_id": "egress_only_gateway_id",
            "instance_id": "network_interface_id",
            "odb_network_arn": NOTHING,
        },
        {"instance_id": _first_interface},
    ),
    fitted("AWS::EC2::SubnetRouteTableAssociation", "aws_route_table_association"),
    fitted("AWS::EC2::GatewayRouteTableAssociation", "aws_route_table_association"),
    fitted("AWS::EC2::InternetGateway", "aws_internet_gateway"),
    Kind("AWS::EC2::VPCGatewayAttachment", "aws_internet_gateway_attachment"),
    fitted(
        "AWS::EC2::NatGateway",
        "aws_nat_gateway",
        {"private_ip_address": "private_ip", "max_drain_duration_seconds": NOTHING},
    ),
    fitted(
        "AWS::EC2::EIP",
        "aws_eip",
        {"instance_id": "instance", "transfer_address": NOTHING},
        ref="public_ip",
    ),
    fitted("AWS::EC2::EIPAssociation", "aws_eip_association", {"eip": "public_ip"}),
    fitted("AWS::EC2::EgressOnlyInternetGateway", "aws_egress_only_internet_gateway"),
    fitted("AWS::EC2::VPNGateway", "aws_vpn_gateway", {"type": NOTHING}),
    fitted("AWS::EC2::VPNGatewayRoutePropagation", "aws_vpn_gateway_route_propagation", finish=_propagations),
    Kind(
        "Custom::VpcRestrictDefaultSG",
        "aws_default_security_group",
        {},
        {"service_token": left_out, "account": left_out, "default_security_group_id": _owner},
    ),
    fitted(
        "AWS::EC2::VPNConnection",
        "aws_vpn_connection",
        {"pre_shared_key_storage": "preshared_key_storage"},
        conversions={"vpn_tunnel_options_specifications": _tunnels},
    ),
    fitted("AWS::EC2::VPNConnectionRoute", "aws_vpn_connection_route"),
    fitted("AWS::EC2::CustomerGateway", "aws_customer_gateway"),
    fitted(
        "AWS::EC2::TransitGateway",
        "aws_ec2_transit_gateway",
        {"association_default_route_table_id": NOTHING, "propagation_default_route_table_id": NOTHING},
        attributes={"attr_transit_gateway_arn": "arn"},
    ),
    fitted("AWS::EC2::TransitGatewayAttachment", "aws_ec2_transit_gateway_vpc_attachment", _ATTACHMENT),
    fitted("AWS::EC2::TransitGatewayVpcAttachment", "aws_ec2_transit_gateway_vpc_attachment", _ATTACHMENT),
    fitted("AWS::EC2::TransitGatewayPeeringAttachment", "aws_ec2_transit_gateway_peering_attachment"),
    fitted("AWS::EC2::TransitGatewayRoute", "aws_ec2_transit_gateway_route"),
    fitted("AWS::EC2::TransitGatewayRouteTable", "aws_ec2_transit_gateway_route_table"),
    fitted(
        "AWS::EC2::TransitGatewayRouteTableAssociation", "aws_ec2_transit_gateway_route_table_association"
    ),
    fitted(
        "AWS::EC2::TransitGatewayRouteTablePropagation", "aws_ec2_transit_gateway_route_table_propagation"
    ),
    fitted(
        "AWS::EC2::VPCPeeringConnection",
        "aws_vpc_peering_connection",
        {"peer_role_arn": NOTHING, "assume_role_region": NOTHING},
    ),
    fitted(
        "AWS::EC2::VPCEndpoint",
        "aws_vpc_endpoint",
        {
            "dns_options.private_dns_preference": NOTHING,
            "dns_options.private_dns_specified_domains": NOTHING,
        },
        conversions={"policy_document": policy("policy")},
    ),
    fitted(
        "AWS::EC2::VPCEndpointService",
        "aws_vpc_endpoint_service",
        {
            "contributor_insights_enabled": NOTHING,
            "payer_responsibility": NOTHING,
            "private_dns_name_configuration": NOTHING,
        },
    ),
    fitted(
        "AWS::EC2::VPCEndpointServicePermissions",
        "aws_vpc_endpoint_service_allowed_principal",
        {"service_id": "vpc_endpoint_service_id"},
        finish=_principals,
    ),
    fitted(
        "AWS::EC2::SecurityGroup",
        "aws_security_group",
        {"group_name": "name", "group_description": "description"},
        conversions={"security_group_ingress": rules("ingress"), "security_group_egress": rules("egress")},
    ),
    fitted("AWS::EC2::SecurityGroupIngress", "aws_vpc_security_group_ingress_rule", _RULE),
    fitted("AWS::EC2::SecurityGroupEgress", "aws_vpc_security_group_egress_rule", _RULE),
    fitted("AWS::EC2::NetworkAcl", "aws_network_acl"),
    fitted(
        "AWS::EC2::NetworkAclEntry",
        "aws_network_acl_rule",
        {
            "icmp": UP,
            "icmp.code": "icmp_code",
            "icmp.type": "icmp_type",
            "port_range": UP,
            "port_range.from": "from_port",
            "port_range.to": "to_port",
        },
    ),
    fitted("AWS::EC2::SubnetNetworkAclAssociation", "aws_network_acl_association"),
    fitted(
        "AWS::EC2::NetworkInterface",
        "aws_network_interface",
        {
            "connection_tracking_specification": NOTHING,
            "group_set": "security_groups",
            "private_ip_address": "private_ip",
            "public_ip_dns_hostname_type_specification": NOTHING,
            "secondary_private_ip_address_count": "private_ips_count",
        },
        finish=_interface,
    ),
    fitted(
        "AWS::EC2::NetworkInterfaceAttachment",
        "aws_network_interface_attachment",
        {"delete_on_termination": NOTHING, "ena_queue_count": NOTHING, "ena_srd_specification": NOTHING},
    ),
    fitted("AWS::EC2::PrefixList", "aws_ec2_managed_prefix_list", {"prefix_list_name": "name"}),
    fitted("AWS::EC2::DHCPOptions", "aws_vpc_dhcp_options"),
    fitted("AWS::EC2::VPCDHCPOptionsAssociation", "aws_vpc_dhcp_options_association"),
    fitted(
        "AWS::EC2::InstanceConnectEndpoint", "aws_ec2_instance_connect_endpoint", {"client_token": NOTHING}
    ),
    fitted("AWS::EC2::CarrierGateway", "aws_ec2_carrier_gateway"),
    fitted(
        "AWS::EC2::ClientVpnEndpoint",
        "aws_ec2_client_vpn_endpoint",
        {
            "authentication_options.active_directory": UP,
            "authentication_options.active_directory.directory_id": "active_directory_id",
            "authentication_options.federated_authentication": UP,
            "authentication_options.mutual_authentication": UP,
            "authentication_options.mutual_authentication.client_root_certificate_chain_arn": "root_certificate_chain_arn",
            "connection_log_options.include_authorization_policy_context": NOTHING,
            "authorization_policy": NOTHING,
            "device_posture_options": NOTHING,
            "tag_specifications": NOTHING,
            "transit_gateway_configuration": NOTHING,
        },
    ),
    fitted("AWS::EC2::ClientVpnAuthorizationRule", "aws_ec2_client_vpn_authorization_rule"),
    fitted("AWS::EC2::ClientVpnRoute", "aws_ec2_client_vpn_route"),
    fitted(
        "AWS::EC2::ClientVpnTargetNetworkAssociation",
        "aws_ec2_client_vpn_network_association",
        {"availability_zone": NOTHING, "availability_zone_id": NOTHING},
    ),
)
