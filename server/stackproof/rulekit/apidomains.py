"""Custom domains of APIs with their certificates for clients, and the APIs behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Template, Value
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.links import by_name, follow, leads_to
from stackproof.rulekit.pointers import pointing

REST, HTTP = "aws_api_gateway_rest_api", "aws_apigatewayv2_api"
_DOMAINS = ("aws_api_gateway_domain_name", "aws_apigatewayv2_domain_name")
_MAPPINGS = ("aws_api_gateway_base_path_mapping", "aws_apigatewayv2_api_mapping")


@dataclass(frozen=True, eq=False)
class Domain:
    """A domain that asks its clients for certificates; ``mutual`` is the block that says so."""

    resource: Resource
    mutual: Value

    @property
    def settings(self) -> Value:
        """Where its kind, its certificate and its policy are said: itself, or a block in it."""
        block = self.resource["domain_name_configuration"].get(0)
        return self.resource.properties if block.is_absent() else block

    @property
    def kinds(self) -> tuple[Value, ...]:
        """The kinds of endpoint that are asked for."""
        listed = self.resource["endpoint_configuration"].get(0, "types")
        return listed.items() if listed.items() else (listed, self.settings.get("endpoint_type"))

    @property
    def certificate(self) -> Resource | None:
        """Its certificate, where the program makes it."""
        for name in ("regional_certificate_arn", "certificate_arn"):
            found = follow(self.settings.get(name), "aws_acm_certificate")
            if found is not None and found.type == "aws_acm_certificate" and not found.external:
                return found
        return None


def domains(graph: Graph) -> Iterator[Domain]:
    """All domains of the program that certainly ask for certificates."""
    for resource in graph.of(*_DOMAINS):
        mutual = resource["mutual_tls_authentication"].get(0)
        if mutual.is_present() and not resource.external:
            yield Domain(resource, mutual)


def apis_behind(graph: Graph, domain: Resource) -> Iterator[Resource]:
    """The APIs of the program that are certainly reached by a domain."""
    for type_ in _MAPPINGS:
        for mapping in pointing(graph, type_, "domain_name", domain, name="domain_name"):
            api = follow(mapping["api_id"], REST, HTTP)
            leads = leads_to(mapping["domain_name"], domain, "domain_name") is Answer.YES
            if leads and api is not None and api.type in (REST, HTTP) and not api.external:
                yield api


def truststore(graph: Graph, domain: Domain) -> Resource | None:
    """The bucket of the program that holds the certificates a domain trusts."""
    uri = domain.mutual.get("truststore_uri")
    holes = [part for part in uri.parts if not isinstance(part, str)] if isinstance(uri, Template) else []
    if len(holes) != 1:
        return None
    bucket = by_name(graph, holes[0], "aws_s3_bucket", "bucket")
    return bucket if bucket is not None and bucket.type == "aws_s3_bucket" and not bucket.external else None
