"""Distributions of the CDK: CloudFormation's own words for them, and what is not known of them."""

from __future__ import annotations

import pytest
from cdk_programs import counts, py, shown, ts
from recognising import Recognised, plain

from stackproof.model.graph import Resource

_HEAD = "const cf = cdk.aws_cloudfront, o = cdk.aws_cloudfront_origins; const b = new s3.Bucket(this, 'B'); "
_UNKNOWN = "JSON.parse('x')"


def _program(body: str) -> Recognised:
    return ts(_HEAD + body)


def _distribution(options: str, origin: str = "new o.HttpOrigin('a.b')") -> Recognised:
    return _program(
        f"new cf.Distribution(this, 'D', {{ defaultBehavior: {{ origin: {origin} }}, {options} }});"
    )


def _all(program: Recognised, kind: str) -> list[Resource]:
    return [r for r in program.recognition.resources if r.type == kind]


# --- CloudFormation's own ---


def test_a_distribution_in_cloudformations_words() -> None:
    program = _program(
        """new cf.CfnDistribution(this, 'D', { distributionConfig: {
          enabled: true, ipv6Enabled: false, aliases: ['x.y'],
          origins: [{ id: 'o', domainName: 'a.b', originCustomHeaders: [{ headerName: 'H', headerValue: 'v' }], customOriginConfig: { originProtocolPolicy: 'https-only', originSslProtocols: ['TLSv1.2'] } }],
          originGroups: { quantity: 1, items: [{ id: 'g', failoverCriteria: { statusCodes: { items: [500], quantity: 1 } }, members: { quantity: 2, items: [{ originId: 'o' }, { originId: 'p' }] } }] },
          defaultCacheBehavior: { targetOriginId: 'o', viewerProtocolPolicy: 'allow-all', lambdaFunctionAssociations: [{ eventType: 'origin-request', lambdaFunctionArn: 'arn' }] },
          cacheBehaviors: [{ pathPattern: '/a', targetOriginId: 'o', viewerProtocolPolicy: 'https-only', functionAssociations: [{ functionArn: 'f', eventType: 'viewer-request' }] }],
          viewerCertificate: { cloudFrontDefaultCertificate: true }, logging: { bucket: 'l', includeCookies: true },
        } });"""
    )
    assert plain(program.one("aws_cloudfront_distribution").properties) == {
        "enabled": True,
        "is_ipv6_enabled": False,
        "aliases": ["x.y"],
        "origin": [
            {
                "origin_id": "o",
                "domain_name": "a.b",
                "custom_header": [{"name": "H", "value": "v"}],
                "custom_origin_config": {
                    "origin_protocol_policy": "https-only",
                    "origin_ssl_protocols": ["TLSv1.2"],
                },
            }
        ],
        "origin_group": [
            {
                "origin_id": "g",
                "failover_criteria": {"status_codes": [500]},
                "member": [{"origin_id": "o"}, {"origin_id": "p"}],
            }
        ],
        "default_cache_behavior": {
            "target_origin_id": "o",
            "viewer_protocol_policy": "allow-all",
            "lambda_function_association": [{"event_type": "origin-request", "lambda_arn": "arn"}],
        },
        "ordered_cache_behavior": [
            {
                "path_pattern": "/a",
                "target_origin_id": "o",
                "viewer_protocol_policy": "https-only",
                "function_association": [{"function_arn": "f", "event_type": "viewer-request"}],
            }
        ],
        "viewer_certificate": {"cloudfront_default_certificate": True},
        "logging_config": {"bucket": "l", "include_cookies": True},
        "restrictions": {"geo_restriction": {"restriction_type": "none"}},
    }


def test_policies_and_functions_in_cloudformations_words() -> None:
    program = _program(
        """new cf.CfnCachePolicy(this, 'C', { cachePolicyConfig: { name: 'c', minTtl: 1, maxTtl: 3, defaultTtl: 2, parametersInCacheKeyAndForwardedToOrigin: {
          enableAcceptEncodingGzip: true, cookiesConfig: { cookieBehavior: 'whitelist', cookies: ['a'] }, headersConfig: { headerBehavior: 'none' }, queryStringsConfig: { queryStringBehavior: 'all' } } } });
        const f = new cf.CfnFunction(this, 'F', { name: 'f', functionCode: 'x', autoPublish: true, functionConfig: { comment: 'c', runtime: 'cloudfront-js-2.0', keyValueStoreAssociations: [{ keyValueStoreArn: 'k' }] } });
        const oac = new cf.CfnOriginAccessControl(this, 'O', { originAccessControlConfig: { name: 'o', originAccessControlOriginType: 's3', signingBehavior: 'always', signingProtocol: 'sigv4' } });
        new cf.CfnVpcOrigin(this, 'V', { vpcOriginEndpointConfig: { name: f.attrFunctionArn, arn: oac.attrId, originSslProtocols: ['TLSv1.2'] } });"""
    )
    assert plain(program.one("aws_cloudfront_cache_policy").properties) == {
        "name": "c",
        "min_ttl": 1,
        "max_ttl": 3,
        "default_ttl": 2,
        "parameters_in_cache_key_and_forwarded_to_origin": {
            "enable_accept_encoding_gzip": True,
            "cookies_config": {"cookie_behavior": "whitelist", "cookies": {"items": ["a"]}},
            "headers_config": {"header_behavior": "none"},
            "query_strings_config": {"query_string_behavior": "all"},
        },
    }
    assert plain(program.one("aws_cloudfront_function").properties) == {
        "name": "f",
        "code": "x",
        "publish": True,
        "comment": "c",
        "runtime": "cloudfront-js-2.0",
        "key_value_store_associations": ["k"],
    }
    endpoint = program.one("aws_cloudfront_vpc_origin")["vpc_origin_endpoint_config"]
    assert plain(endpoint.get("origin_ssl_protocols")) == {"items": ["TLSv1.2"], "quantity": 1}
    assert endpoint.get("name").refers_to(program.one("aws_cloudfront_function"))
    assert endpoint.get("arn").refers_to(program.one("aws_cloudfront_origin_access_control"))


@pytest.mark.parametrize("config", [_UNKNOWN, f"{{ ...{_UNKNOWN}, enabled: true }}"])
def test_a_configuration_that_is_not_known(config: str) -> None:
    """A block of which all is said hides everything when it is not known."""
    found = _program(f"new cf.CfnDistribution(this, 'D', {{ distributionConfig: {config} }});").one(
        "aws_cloudfront_distribution"
    )
    for name in ("aliases", "origin", "viewer_certificate", "logging_config", "web_acl_id", "restrictions"):
        assert found[name].is_unknown(), name


# --- the library's constructs ---


def test_ids_are_those_of_the_library_where_all_scopes_are_known() -> None:
    known = _distribution("").one("aws_cloudfront_distribution")
    assert plain(known["origin"].get(0, "origin_id")) == "mainDOrigin18F626930"
    assert plain(known["default_cache_behavior"].get("target_origin_id")) == "mainDOrigin18F626930"
    other = _program(
        f"new cf.Distribution(this, {_UNKNOWN}, {{ defaultBehavior: {{ origin: new o.HttpOrigin('a.b') }} }});"
    ).one("aws_cloudfront_distribution")
    assert other["origin"].get(0, "origin_id").is_unknown()


def test_options_that_are_not_known() -> None:
    found = _distribution(f"...{_UNKNOWN}").one("aws_cloudfront_distribution")
    for name in ("enabled", "aliases", "viewer_certificate", "logging_config", "web_acl_id", "comment"):
        assert found[name].is_unknown(), name
    assert not found["ordered_cache_behavior"].is_closed()
    assert not found["origin"].is_closed()


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("certificate", "viewer_certificate"),
        ("geoRestriction", "restrictions"),
        ("errorResponses", "custom_error_response"),
        ("enableLogging", "logging_config"),
        ("logBucket", "logging_config"),
        ("domainNames", "aliases"),
        ("webAclId", "web_acl_id"),
    ],
)
def test_an_option_that_may_be_left_out(option: str, name: str) -> None:
    value = _distribution(f"{option}: process.env.X ? undefined : {_UNKNOWN}").one(
        "aws_cloudfront_distribution"
    )[name]
    assert not value.is_absent()
    assert value.has_unknown()


def test_logs_that_may_be_asked_for() -> None:
    program = _distribution(f"enableLogging: {_UNKNOWN}")
    bucket = next(r for r in _all(program, "aws_s3_bucket") if r.name == "D/LoggingBucket")
    assert bucket.conditional
    assert program.one("aws_s3_bucket_ownership_controls").conditional


def test_an_origin_that_is_not_known() -> None:
    found = _distribution("", _UNKNOWN).one("aws_cloudfront_distribution")
    assert not found["origin"].is_closed()
    assert found["default_cache_behavior"].get("target_origin_id").is_unknown()


def test_an_origin_of_two() -> None:
    """Which bucket is read is not known, so that neither policy is complete."""
    program = _program(
        "const c = new s3.Bucket(this, 'C'); const x = process.env.X ? b : c;"
        "new cf.Distribution(this, 'D', { defaultBehavior: { origin: o.S3BucketOrigin.withOriginAccessControl(x) } });"
    )
    policies = _all(program, "aws_s3_bucket_policy")
    assert len(policies) == 2
    assert not any(p["policy"].get("Statement").is_closed() for p in policies)


def test_a_behaviour_that_may_be_added() -> None:
    program = _program(
        "const d = new cf.Distribution(this, 'D', { defaultBehavior: { origin: new o.HttpOrigin('a.b') } });"
        "if (process.env.X) d.addBehavior('/x', o.S3BucketOrigin.withOriginAccessControl(b));"
    )
    found = program.one("aws_cloudfront_distribution")
    assert not found["ordered_cache_behavior"].is_closed()
    assert not found["origin"].is_closed()
    assert program.one("aws_cloudfront_origin_access_control").conditional
    assert not program.one("aws_s3_bucket_policy")["policy"].get("Statement").is_closed()


def test_levels_of_access_that_are_not_known() -> None:
    program = _distribution(
        "", f"o.S3BucketOrigin.withOriginAccessControl(b, {{ originAccessLevels: {_UNKNOWN} }})"
    )
    statement = program.one("aws_s3_bucket_policy")["policy"].get("Statement", 0)
    assert not statement.get("Action").is_closed()


def test_a_bucket_that_may_be_a_website() -> None:
    """Only a bucket that is no website lets an identity read."""
    program = _program(
        f"const w = new s3.Bucket(this, 'W', {{ ...{_UNKNOWN} }});"
        "new cf.Distribution(this, 'D', { defaultBehavior: { origin: new o.S3Origin(w) } });"
    )
    assert program.one("aws_cloudfront_origin_access_identity").conditional
    assert not program.one("aws_s3_bucket_policy")["policy"].get("Statement").is_closed()
    origin = program.one("aws_cloudfront_distribution")["origin"].get(0)
    assert origin.get("s3_origin_config").is_unknown()
    assert origin.get("custom_origin_config").is_unknown()


def test_an_identity_that_is_not_known_leaves_the_policy_open() -> None:
    program = _distribution(
        "", f"o.S3BucketOrigin.withOriginAccessIdentity(b, {{ originAccessIdentity: {_UNKNOWN} }})"
    )
    assert not program.one("aws_s3_bucket_policy")["policy"].get("Statement").is_closed()
    assert counts(program, "aws_cloudfront_origin_access_identity") == {
        "aws_cloudfront_origin_access_identity": 0
    }


def test_buckets_from_outside_keep_their_policies() -> None:
    program = _program(
        "const x = s3.Bucket.fromBucketName(this, 'X', 'x');"
        "new cf.Distribution(this, 'D', { defaultBehavior: { origin: o.S3BucketOrigin.withOriginAccessControl(x) } });"
    )
    assert counts(program, "aws_s3_bucket_policy", "aws_cloudfront_origin_access_control") == {
        "aws_s3_bucket_policy": 0,
        "aws_cloudfront_origin_access_control": 1,
    }


def test_functions_at_the_edge() -> None:
    body = (
        "const e = new cf.experimental.EdgeFunction(this, 'E', { runtime: lambda_.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda_.Code.fromInline('x') });"
        "new cf.Distribution(this, 'D', { defaultBehavior: { origin: new o.HttpOrigin('a.b'),"
        " edgeLambdas: [{ functionVersion: e.currentVersion, eventType: cf.LambdaEdgeEventType.VIEWER_REQUEST }] } });"
    )
    program = _program(body)
    function = program.one("aws_lambda_function")
    association = program.one("aws_cloudfront_distribution")["default_cache_behavior"].get(
        "lambda_function_association", 0
    )
    assert association.get("lambda_arn").refers_to(function)
    trust = plain(program.one("aws_iam_role")["assume_role_policy"])["json"]
    assert {"Service": ["edgelambda.amazonaws.com"]} in [s["Principal"] for s in trust["Statement"]]
    # The stack is where CloudFront looks for functions.
    assert function["region"].is_absent()
    assert _all(program, "aws_ssm_parameter") == []


def test_a_legacy_distribution_with_unknown_sources() -> None:
    found = _program(f"new cf.CloudFrontWebDistribution(this, 'D', {{ originConfigs: {_UNKNOWN} }});").one(
        "aws_cloudfront_distribution"
    )
    assert not found["origin"].is_closed()
    assert not found["ordered_cache_behavior"].is_closed()
    assert found["default_cache_behavior"].is_unknown()


def test_both_languages_say_the_same() -> None:
    one = _distribution(
        "additionalBehaviors: { '/a/*': { origin: o.S3BucketOrigin.withOriginAccessControl(b) } }, enableLogging: true"
    )
    other = py(
        """cf, o = cdk.aws_cloudfront, cdk.aws_cloudfront_origins
        b = s3.Bucket(self, "B")
        cf.Distribution(self, "D", default_behavior=cf.BehaviorOptions(origin=o.HttpOrigin("a.b")),
            additional_behaviors={"/a/*": cf.BehaviorOptions(origin=o.S3BucketOrigin.with_origin_access_control(b))},
            enable_logging=True)"""
    )
    assert shown(one) == shown(other)
