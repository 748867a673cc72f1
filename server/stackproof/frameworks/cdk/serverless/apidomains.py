"""Domain names of REST interfaces: certificates, mutual TLS, and the paths under which interfaces are found."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.apiresources import Api
from stackproof.frameworks.cdk.serverless.filling import arn_of, attribute_of, fill, plainly
from stackproof.frameworks.cdk.thing import Made, Node
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Template, Unknown, Value


class DomainThing(Made):
    """A domain name, to which interfaces are mapped."""

    def __init__(self, world: World, resource: Resource, *, edge: bool | None = False) -> None:
        super().__init__(resource, {"domain_name": "domain_name"})
        self.world = world
        for name, own, other in (
            ("domain_name_alias_domain_name", "regional_domain_name", "cloudfront_domain_name"),
            ("domain_name_alias_hosted_zone_id", "regional_zone_id", "cloudfront_zone_id"),
        ):
            known = None if edge is None else other if edge else own
            self.attributes[name] = ResourceReference(resource, known) if known else Unknown("a domain name")

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_base_path_mapping":
                value = call.argument(0, "target_api")
                return mapped(
                    call, self.resource, call.world.node(value) if value is not None else None, call.props(1)
                )
            case "add_api_mapping":
                stage = call.thing(0, "target_stage")
                api = stage.attribute("rest_api") if isinstance(stage, Made) else None
                props = call.props(1)
                entries = {
                    "api_id": MapEntry(api.id if isinstance(api, Api) else Unknown("an interface")),
                    "domain_name": MapEntry(ResourceReference(self.resource, "domain_name")),
                    "stage": MapEntry(_stage_name(stage)),
                }
                if not (path := props.get("base_path")).is_absent():
                    entries["api_mapping_key"] = MapEntry(path)
                name = f"{self.resource.name}/Map"
                return Made(
                    describe(
                        call.world, "AWS::ApiGatewayV2::ApiMapping", name, entries, implied=True
                    ).resource
                )
            case _:
                return super().call(method, call)


def _stage_name(stage: Node | None) -> Value:
    found = stage.attribute("stage_name") if isinstance(stage, Made) else None
    return found if isinstance(found, Value) else Unknown("a stage")


def mapped(
    call: Call,
    domain: Resource | Value,
    api: Node | None,
    props: Arguments,
    name: str = "",
    *,
    implied: bool = True,
) -> Node:
    """A path of a domain name under which an interface is found."""
    shown = name or f"{domain.name if isinstance(domain, Resource) else 'domain'}/Map"
    made = Arranged(props)
    made.put(
        "domain_name",
        ResourceReference(domain, "domain_name") if isinstance(domain, Resource) else domain,
        "domain_name",
    )
    made.put("rest_api_id", api.id if isinstance(api, Api) else Unknown("an interface"), "rest_api")
    made.copy("base_path")
    attach = props.get("attach_to_stage")
    stage = props.thing("stage")
    if props.raw("stage") is not None:
        made.put("stage", _stage_name(stage), "stage")
    elif not attach.is_(False):
        found = api.stage_name() if isinstance(api, Api) else Unknown("a stage")
        if found is not None:
            made.put(
                "stage", found if attach.is_absent() or attach.is_(True) else Unknown("a stage", (found,))
            )
    return Made(
        describe(call.world, "AWS::ApiGateway::BasePathMapping", shown, made, implied=implied).resource
    )


def make_domain(call: Call, props: Arguments, name: str, *, implied: bool = False) -> DomainThing:
    """A domain name with its certificate and what it asks of those who call."""
    made = Arranged(props)
    made.copy("domain_name", "security_policy")
    kind = props.get("endpoint_type")
    edge: bool | None = False if kind.is_absent() else kind.is_("EDGE") if kind.text() is not None else None
    types: Value = Scalar("REGIONAL") if kind.is_absent() else kind
    made.put("endpoint_configuration", block(types=Sequence([types])), "endpoint_type")
    certificate = arn_of(props, "certificate", "certificate_arn")
    if edge is None:
        made.put("regional_certificate_arn", Unknown("a certificate", (certificate,)), "certificate")
        made.put("certificate_arn", Unknown("a certificate", (certificate,)), "certificate")
    else:
        made.put("certificate_arn" if edge else "regional_certificate_arn", certificate, "certificate")
    _mutual(props, made)
    for later in ("mapping", "base_path"):
        props.entry(later)
    resource = describe(call.world, "AWS::ApiGateway::DomainName", name, made, implied=implied).resource
    domain = DomainThing(call.world, resource, edge=edge)
    if props.raw("mapping") is not None:
        options = Arguments(
            call.world, {k: e for k, e in props.entries.items() if k == "base_path"}, props.open
        )
        mapped(call, resource, props.node("mapping"), options)
    return domain


def _mutual(props: Arguments, made: Arranged) -> None:
    """Certificates that callers must have: those which a file in a bucket trusts."""
    trust = props.nested("mtls")
    if trust is None:
        if props.raw("mtls") is not None:
            made.put("mutual_tls_authentication", Unknown("mutual TLS", (props.get("mtls"),)), "mtls")
        return
    bucket = arn_of(trust, "bucket", "bucket_name")
    value = block(truststore_uri=plainly(Template(("s3://", bucket, "/", trust.get("key")))))
    version = trust.get("version")
    if not version.is_absent():
        value.entries["truststore_version"] = MapEntry(version)
    value.open = trust.open
    made.put("mutual_tls_authentication", value, "mtls")


def own_domain(call: Call, api: Api, props: Arguments, name: str) -> None:
    """The domain name that an interface is given with its options."""
    options = props.nested("domain_name")
    if options is None:
        api.resource.escapes.append(call.world.gap("domain-name", "a domain name that is not known"))
        return
    api.attributes["domain_name"] = add_domain(call, api, options, f"{name}/CustomDomain")


def add_domain(call: Call, api: Api, props: Arguments, name: str) -> DomainThing:
    """``api.addDomainName('id', options)``."""
    domain = make_domain(call, props, name, implied=True)
    options = Arguments(call.world, {k: e for k, e in props.entries.items() if k == "base_path"}, props.open)
    mapped(call, domain.resource, api, options)
    return domain


def _domain(call: Call) -> Node:
    return make_domain(call, call.props(), call.world.name(call))


def _external(call: Call) -> Node:
    resource = call.world.external("aws_api_gateway_domain_name", call)
    names = {
        "domain_name": "domain_name",
        "domain_name_alias_hosted_zone_id": "regional_zone_id",
        "domain_name_alias_target": "regional_domain_name",
    }
    fill(resource, call.props(2), names)
    made = DomainThing(call.world, resource, edge=None)
    made.fragile = False
    return made


def _mapping(call: Call) -> Node:
    """``new apigateway.BasePathMapping(this, 'M', { domainName, restApi })``."""
    props = call.props()
    domain = props.thing("domain_name")
    written = props.raw("domain_name")
    value: Resource | Value = (
        domain.resource
        if isinstance(domain, DomainThing)
        else attribute_of(call.world, written, "domain_name")
        if written is not None
        else Unknown("a domain name")
    )
    return mapped(call, value, props.node("rest_api"), props, call.world.name(call), implied=False)


_MODULE = "aws-apigateway"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_MODULE}.DomainName": _domain,
        f"{_MODULE}.DomainName.from_domain_name_attributes": _external,
        f"{_MODULE}.BasePathMapping": _mapping,
    }
)
