"""Finds mutual TLS of APIs that can be gone around, or that API Gateway refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stackproof.rulekit import (
    Answer,
    Finding,
    Fix,
    Graph,
    Plain,
    Related,
    RemoveArgument,
    Resource,
    SetArgument,
    Severity,
    Value,
    anchor,
    head,
    rule,
)
from stackproof.rulekit.apidomains import HTTP, REST, Domain, apis_behind, domains, truststore
from stackproof.rulekit.profiles import profiles
from stackproof.rulekit.replication import versions

_OPEN = "disable_execute_api_endpoint"
_MEANT = re.compile(r"(?i)\bmutual[- ]tls\b|\bm-?tls\b")
_COUNTED = re.compile(r"v?\d{1,6}(\.\d+)*")


def _disable(api: Resource) -> Fix:
    return Fix(
        title="Disable the default endpoint of the API",
        goal="disable-default-endpoint",
        intents=(SetArgument(api, (_OPEN,), Plain(True)),),
        subjects=(api,),
        why_unsafe="Whoever uses the default endpoint is locked out.",
        preferred=True,
    )


def _bypass(graph: Graph, domain: Domain) -> Iterator[Finding]:
    """APIs that can be reached without the domain that asks for certificates."""
    for api in {id(a): a for a in apis_behind(graph, domain.resource)}.values():
        value = api[_OPEN]
        if (value.is_absent() or value.is_(False)) and graph.is_closed_around([api]):
            yield Finding(
                at=anchor(value, api) if value.is_(False) and value.origin is not None else head(api),
                message=f"mutual TLS of '{domain.resource.name}' can be gone around: "
                f"'{api.name}' keeps its default endpoint",
                related=[Related(head(domain.resource), "this domain asks clients for certificates")],
                fixes=[_disable(api)],
                severity=Severity.ERROR if graph.compliance else Severity.WARNING,
            )


def _policy(domain: Domain, value: Value) -> Iterator[Finding]:
    text = value.text()
    if text is None or not (text == "TLS_1_0" or text.startswith("SecurityPolicy_")):
        return
    settings = domain.settings is domain.resource.properties
    path = ("security_policy",) if settings else ("domain_name_configuration", "security_policy")
    yield Finding(
        at=anchor(value, domain.resource),
        message=f"mutual TLS does not go with security policy '{text}': it needs TLS_1_2",
        fixes=[
            Fix(
                title="Use TLS_1_2",
                goal="use-tls-1-2",
                intents=(SetArgument(domain.resource, path, Plain("TLS_1_2")),),
                subjects=(domain.resource,),
                why_unsafe="Clients that know older versions of TLS only are locked out.",
                preferred=True,
            )
        ],
    )


def _trusted(graph: Graph, domain: Domain) -> Iterator[Finding]:
    """Where the certificates of those who sign for clients are."""
    uri, version = domain.mutual.get("truststore_uri"), domain.mutual.get("truststore_version")
    pieces = uri.pieces()
    if pieces and isinstance(pieces[0], str) and not pieces[0].startswith("s3://"):
        yield Finding(
            at=anchor(uri, domain.resource),
            message="a truststore is named as 's3://bucket/key'",
        )
    bucket, text = truststore(graph, domain), version.text()
    unversioned = bucket is not None and versions(graph, bucket).kept is Answer.NO
    counted = text is not None and _COUNTED.fullmatch(text) is not None
    if (counted or (unversioned and version.is_present())) and version.origin is not None:
        why = f"'{text}' is no version of an object in S3" if counted else "its bucket keeps no versions"
        yield Finding(
            at=anchor(version, domain.resource),
            message=f"there is no such version of the truststore: {why}",
            fixes=[
                Fix(
                    title="Take the latest version",
                    goal="drop-truststore-version",
                    intents=(
                        RemoveArgument(domain.resource, ("mutual_tls_authentication", "truststore_version")),
                    ),
                    subjects=(domain.resource,),
                    why_unsafe="It decides which certificates are trusted.",
                    preferred=True,
                )
            ],
        )


def _refused(domain: Domain) -> Iterator[Finding]:
    """What API Gateway does not let a domain with mutual TLS be."""
    resource, settings = domain.resource, domain.settings
    edge = next((kind for kind in domain.kinds if kind.is_("EDGE")), None)
    if edge is not None:
        yield Finding(
            at=anchor(edge, resource),
            message=f"mutual TLS needs a regional domain, and '{resource.name}' is one at the edge",
        )
    yield from _policy(domain, settings.get("security_policy"))
    certificate = domain.certificate
    proof = "ownership_verification_certificate_arn"
    unproved = settings.get(proof).is_absent() and resource[proof].is_absent()
    if certificate is not None and unproved:
        given = (certificate["private_key"], certificate["certificate_authority_arn"])
        if any(value.is_present() for value in given):
            yield Finding(
                at=head(resource),
                message=f"mutual TLS with certificate '{certificate.name}', which is imported or from a private "
                "authority, needs a public one that proves who owns the domain",
                related=[Related(head(certificate), "the certificate of the domain")],
            )


def _meant(graph: Graph) -> Iterator[Finding]:
    """APIs that are said to use mutual TLS in programs where no domain does."""
    if not graph.compliance or not graph.complete or next(domains(graph), None) is not None:
        return
    wanted = "mtls" in profiles(graph)
    for api in graph.of(REST, HTTP):
        said = _MEANT.search(api["description"].text() or "") is not None
        if (wanted or said) and graph.is_closed_around([api]):
            yield Finding(
                at=anchor(api["description"], api) if said else head(api),
                message=f"'{api.name}' is to use mutual TLS, but no domain of this program asks for certificates",
                severity=Severity.INFORMATION,
            )


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    for domain in domains(graph):
        if domain.resource.is_closed():
            yield from _bypass(graph, domain)
            yield from _trusted(graph, domain)
            yield from _refused(domain)
    yield from _meant(graph)
