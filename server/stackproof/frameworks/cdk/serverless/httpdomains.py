"""Stages, domain names and their mappings of interfaces for HTTP and web sockets, made on their own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.apiresources import Api
from stackproof.frameworks.cdk.serverless.filling import arn_of, attribute_of, fill, plainly
from stackproof.frameworks.cdk.serverless.httpstages import HttpStage, make_stage
from stackproof.frameworks.cdk.serverless.httpthing import HttpThing
from stackproof.frameworks.cdk.thing import Made, Node, Opaque
from stackproof.model.values import (
    Certainty,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
)


def _stage(name: str) -> Recipe:
    def recipe(call: Call) -> Node:
        props = call.props()
        api = props.thing(name)
        known = api if isinstance(api, HttpThing) else None
        return make_stage(call, known, props, call.world.name(call), implied=False)

    return recipe


def _external_stage(call: Call) -> Node:
    props = call.props(2)
    resource = call.world.external("aws_apigatewayv2_stage", call)
    fill(resource, props, {"stage_name": "name"})
    api = props.thing("api")
    made = HttpStage(call.world, resource, api if isinstance(api, HttpThing) else None)
    made.fragile = False
    return made


def _domain(call: Call) -> Node:
    """``new apigatewayv2.DomainName(this, 'D', { domainName, certificate, mtls })``."""
    props = call.props()
    made = Arranged(props)
    made.copy("domain_name")
    endpoint = props.get("endpoint_type")
    inner = block(
        certificate_arn=arn_of(props, "certificate", "certificate_arn"),
        endpoint_type=Scalar("REGIONAL", certainty=Certainty.DEFAULT) if endpoint.is_absent() else endpoint,
    )
    for name in ("security_policy", "ip_address_type"):
        value = props.get(name)
        if not value.is_absent():
            inner.entries[name] = MapEntry(value)
    if props.raw("ownership_certificate") is not None:
        owned = arn_of(props, "ownership_certificate", "certificate_arn")
        inner.entries["ownership_verification_certificate_arn"] = MapEntry(owned)
    inner.entries.pop("certificate_name", None)
    props.entry("certificate_name")
    made.put("domain_name_configurations", Sequence([inner]), "certificate")
    trust = props.nested("mtls")
    if trust is not None:
        uri = plainly(Template(("s3://", arn_of(trust, "bucket", "bucket_name"), "/", trust.get("key"))))
        trusted = block(truststore_uri=uri)
        if not (version := trust.get("version")).is_absent():
            trusted.entries["truststore_version"] = MapEntry(version)
        made.put("mutual_tls_authentication", trusted, "mtls")
    elif props.raw("mtls") is not None:
        made.put("mutual_tls_authentication", Unknown("mutual TLS", (props.get("mtls"),)), "mtls")
    resource = describe(call.world, "AWS::ApiGatewayV2::DomainName", call.world.name(call), made).resource
    thing = Made(resource, {"name": "domain_name"})
    thing.attributes["regional_domain_name"] = ResourceReference(
        resource, "domain_name_configuration[0].target_domain_name"
    )
    thing.attributes["regional_hosted_zone_id"] = ResourceReference(
        resource, "domain_name_configuration[0].hosted_zone_id"
    )
    thing.methods["add_endpoint"] = lambda c: _add_endpoint(thing)
    return thing


def _add_endpoint(domain: Made) -> Node:
    domain.resource.properties.open = True
    return Opaque()


def _external_domain(call: Call) -> Node:
    resource = call.world.external("aws_apigatewayv2_domain_name", call)
    fill(resource, call.props(2), {"name": "domain_name"})
    return Made(resource, {"name": "domain_name"}, fragile=False)


def _mapping(call: Call) -> Node:
    """``new apigatewayv2.ApiMapping(this, 'M', { api, domainName, stage, apiMappingKey })``."""
    props = call.props()
    made = Arranged(props)
    api, stage, domain = props.thing("api"), props.thing("stage"), props.raw("domain_name")
    number = api.id if isinstance(api, HttpThing | Api) else Unknown("an interface", (props.get("api"),))
    made.put("api_id", number, "api")
    named = attribute_of(call.world, domain, "name") if domain is not None else Unknown("a domain name")
    made.put("domain_name", named, "domain_name")
    made.copy("api_mapping_key")
    if not props.absent("stage"):
        shown = (
            stage.resource["name"] if isinstance(stage, HttpStage) else arn_of(props, "stage", "stage_name")
        )
        made.put("stage", shown, "stage")
    else:
        made.put("stage", "$default")
    resource = describe(call.world, "AWS::ApiGatewayV2::ApiMapping", call.world.name(call), made).resource
    return Made(resource, {"api_mapping_id": "id"})


_M = "aws-apigatewayv2"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_M}.HttpStage": _stage("http_api"),
        f"{_M}.WebSocketStage": _stage("web_socket_api"),
        f"{_M}.HttpStage.from_http_stage_attributes": _external_stage,
        f"{_M}.WebSocketStage.from_web_socket_stage_attributes": _external_stage,
        f"{_M}.DomainName": _domain,
        f"{_M}.DomainName.from_domain_name_attributes": _external_domain,
        f"{_M}.ApiMapping": _mapping,
    }
)
