"""What the CDK's APIs and their domains offer to reach the goals of fixes."""

from __future__ import annotations

from stackproof.frameworks.cdk.words import At, Construct, is_made_by
from stackproof.frameworks.spelling import Declined
from stackproof.model.code import Attribute, Change, Constant
from stackproof.model.fix import Fix

_APIS = (
    "aws-apigateway.RestApi",
    "aws-apigateway.LambdaRestApi",
    "aws-apigateway.SpecRestApi",
    "aws-apigateway.CfnRestApi",
    "aws-apigatewayv2.HttpApi",
    "aws-apigatewayv2.CfnApi",
)


def disable_endpoint(fix: Fix, at: At) -> list[Change]:
    """The API's own switch."""
    if not is_made_by(fix.subjects[0].construction, *_APIS):
        raise Declined
    construct = Construct(fix.subjects[0], at)
    construct.entries()
    return [construct.set(Constant(True), "disableExecuteApiEndpoint")]


def use_tls(fix: Fix, at: At) -> list[Change]:
    """The constant for TLS 1.2."""
    domain = fix.subjects[0]
    if not is_made_by(domain.construction, "aws-apigateway.DomainName"):
        raise Declined
    construct = Construct(domain, at)
    construct.entries()
    policy = Attribute(construct.words.module("aws-apigateway"), "SecurityPolicy")
    return [construct.set(Attribute(policy, "TLS_1_2"), "securityPolicy")]


def latest_truststore(fix: Fix, at: At) -> list[Change]:
    """The truststore without its version; structs of Python are left to their author."""
    domain = fix.subjects[0]
    construct = Construct(domain, at)
    trusted = construct.given("mtls")
    if trusted is None or not construct.words.typescript:
        raise Declined
    return [construct.remove("mtls", "version")]
