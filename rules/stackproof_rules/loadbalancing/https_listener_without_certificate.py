"""Finds listeners that speak TLS and have no certificate to do so."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    AttributeOf,
    Finding,
    Fix,
    Graph,
    Intent,
    Plain,
    RemoveArgument,
    Resource,
    SetArgument,
    Severity,
    Value,
    anchor,
    could_be,
    rule,
)


def _missing(argument: Value) -> bool:
    return argument.is_absent() or argument.is_empty() or argument.is_("")


def _certificate(graph: Graph) -> AttributeOf | None:
    """The program's only certificate; the validated one, so that the listener waits for it to be issued."""
    for type_, attribute in (
        ("aws_acm_certificate_validation", "certificate_arn"),
        ("aws_acm_certificate", "arn"),
    ):
        found = [r for r in graph.of(type_) if not r.conditional and not r.many]
        if found:
            return AttributeOf(found[0], attribute) if len(found) == 1 else None
    return None


def _plain(graph: Graph) -> list[Resource]:
    """The listeners that are or may be on port 80."""
    return [
        listener
        for listener in graph.of("aws_lb_listener")
        if could_be(listener["port"], 80) or could_be(listener["port"], "80")
    ]


def _fixes(
    graph: Graph, listener: Resource, certificate: AttributeOf | None, plain: list[Resource]
) -> Iterator[Fix]:
    if certificate is not None:
        yield Fix(
            title=f"Use certificate '{certificate.resource.name}'",
            goal="set-certificate",
            intents=(SetArgument(listener, ("certificate_arn",), certificate),),
            subjects=(listener, certificate.resource),
            why_unsafe="The certificate must be for the names under which this listener is called.",
            preferred=True,
        )
    plain_there = any(other is not listener for other in plain)
    # Whoever has to comply with something has to encrypt.
    if listener["protocol"].is_("HTTPS") and not plain_there and not graph.compliance:
        intents: list[Intent] = [
            SetArgument(listener, ("port",), Plain(80)),
            SetArgument(listener, ("protocol",), Plain("HTTP")),
        ]
        if listener["ssl_policy"].is_present():
            intents.append(RemoveArgument(listener, ("ssl_policy",)))
        yield Fix(
            title="Listen for plain HTTP on port 80",
            goal="use-http",
            intents=tuple(intents),
            subjects=(listener,),
            why_unsafe="Requests are then not encrypted.",
        )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    certificate_there, plain = _certificate(graph), _plain(graph)
    for listener in graph.of("aws_lb_listener"):
        protocol = listener["protocol"]
        certificate, several = listener["certificate_arn"], listener["certificates"]
        encrypted = protocol.is_any_of("HTTPS", "TLS")
        if encrypted and _missing(certificate) and _missing(several) and listener.is_closed():
            # Libraries may take the protocol from the port.
            decided = protocol if protocol.origin is not None else listener["port"]
            given = next((v for v in (certificate, several) if v.is_empty() or v.is_("")), decided)
            yield Finding(
                at=anchor(given, listener),
                message=f"listener '{listener.name}' speaks {protocol.text() or 'TLS'} but has no certificate",
                fixes=list(_fixes(graph, listener, certificate_there, plain)),
            )
