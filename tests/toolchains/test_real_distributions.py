"""Distributions of CDK programs are those which the real library synthesises, with all that they use."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "buckets": (
        """const key = new kms.Key(stack, 'Key');
        const bucket = new s3.Bucket(stack, 'B', { encryptionKey: key });
        const plain = new s3.Bucket(stack, 'P', { bucketName: 'plain' });
        const cert = acm.Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:us-east-1:123456789012:certificate/a');
        const oai = new cloudfront.OriginAccessIdentity(stack, 'OAI', { comment: 'mine' });
        const d = new cloudfront.Distribution(stack, 'D', {
          defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket, { originAccessLevels: [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST, cloudfront.AccessLevel.WRITE] }),
            viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS, allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
            cachedMethods: cloudfront.CachedMethods.CACHE_GET_HEAD_OPTIONS, compress: false, cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
            originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER, responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS },
          additionalBehaviors: {
            '/i/*': { origin: origins.S3BucketOrigin.withOriginAccessIdentity(plain, { originPath: 'x/', customHeaders: { 'X-A': 'b', Key: 'c' }, originShieldRegion: 'eu-west-1' }) },
            '/j/*': { origin: origins.S3BucketOrigin.withOriginAccessIdentity(plain, { originAccessIdentity: oai, originId: 'own', connectionAttempts: 2, connectionTimeout: cdk.Duration.seconds(5) }) },
            '/k/*': { origin: origins.S3BucketOrigin.withBucketDefaults(plain, { originShieldEnabled: false }) },
          },
          domainNames: ['a.example.com', 'b.example.com'], certificate: cert, defaultRootObject: 'index.html', comment: 'c'.repeat(140),
          errorResponses: [{ httpStatus: 404, responseHttpStatus: 200, responsePagePath: '/i.html', ttl: cdk.Duration.minutes(5) }, { httpStatus: 403, responsePagePath: '/e' }, { httpStatus: 500, ttl: cdk.Duration.seconds(1) }],
          enableLogging: true, logFilePrefix: 'p/', logIncludesCookies: true, priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
          httpVersion: cloudfront.HttpVersion.HTTP2_AND_3, webAclId: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b',
          geoRestriction: cloudfront.GeoRestriction.allowlist('CH', 'FR'), publishAdditionalMetrics: true,
        });
        oai.applyRemovalPolicy(cdk.RemovalPolicy.RETAIN);
        plain.grantRead(oai);
        d.grantCreateInvalidation(new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
        d.grant(new iam.Role(stack, 'R2', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }), 'cloudfront:ListDistributions', 'cloudfront:GetDistribution');""",
        """key = kms.Key(stack, "Key")
bucket = s3.Bucket(stack, "B", encryption_key=key)
plain = s3.Bucket(stack, "P", bucket_name="plain")
cert = acm.Certificate.from_certificate_arn(stack, "C", "arn:aws:acm:us-east-1:123456789012:certificate/a")
oai = cloudfront.OriginAccessIdentity(stack, "OAI", comment="mine")
d = cloudfront.Distribution(stack, "D",
    default_behavior=cloudfront.BehaviorOptions(origin=origins.S3BucketOrigin.with_origin_access_control(bucket, origin_access_levels=[cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST, cloudfront.AccessLevel.WRITE]),
        viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS, allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
        cached_methods=cloudfront.CachedMethods.CACHE_GET_HEAD_OPTIONS, compress=False, cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
        origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER, response_headers_policy=cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS),
    additional_behaviors={
        "/i/*": cloudfront.BehaviorOptions(origin=origins.S3BucketOrigin.with_origin_access_identity(plain, origin_path="x/", custom_headers={"X-A": "b", "Key": "c"}, origin_shield_region="eu-west-1")),
        "/j/*": cloudfront.BehaviorOptions(origin=origins.S3BucketOrigin.with_origin_access_identity(plain, origin_access_identity=oai, origin_id="own", connection_attempts=2, connection_timeout=cdk.Duration.seconds(5))),
        "/k/*": cloudfront.BehaviorOptions(origin=origins.S3BucketOrigin.with_bucket_defaults(plain, origin_shield_enabled=False)),
    },
    domain_names=["a.example.com", "b.example.com"], certificate=cert, default_root_object="index.html", comment="c" * 140,
    error_responses=[cloudfront.ErrorResponse(http_status=404, response_http_status=200, response_page_path="/i.html", ttl=cdk.Duration.minutes(5)), cloudfront.ErrorResponse(http_status=403, response_page_path="/e"), cloudfront.ErrorResponse(http_status=500, ttl=cdk.Duration.seconds(1))],
    enable_logging=True, log_file_prefix="p/", log_includes_cookies=True, price_class=cloudfront.PriceClass.PRICE_CLASS_100,
    http_version=cloudfront.HttpVersion.HTTP2_AND_3, web_acl_id="arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b",
    geo_restriction=cloudfront.GeoRestriction.allowlist("CH", "FR"), publish_additional_metrics=True)
oai.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
plain.grant_read(oai)
d.grant_create_invalidation(iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com")))
d.grant(iam.Role(stack, "R2", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com")), "cloudfront:ListDistributions", "cloudfront:GetDistribution")""",
    ),
    "origins": (
        """const vpc = new ec2.Vpc(stack, 'V', { maxAzs: 2 });
        const lb = new elbv2.ApplicationLoadBalancer(stack, 'LB', { vpc });
        const api = new apigw.RestApi(stack, 'Api');
        api.root.addMethod('GET');
        const fn = new lambda_.Function(stack, 'F', { runtime: lambda_.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda_.Code.fromInline('x') });
        const url = fn.addFunctionUrl({ authType: lambda_.FunctionUrlAuthType.AWS_IAM });
        const site = new s3.Bucket(stack, 'Site', { websiteIndexDocument: 'index.html' });
        const old = new s3.Bucket(stack, 'Old');
        const d = new cloudfront.Distribution(stack, 'D', {
          defaultBehavior: { origin: new origins.OriginGroup({ primaryOrigin: new origins.HttpOrigin('a.example.com', { httpPort: 8080, protocolPolicy: cloudfront.OriginProtocolPolicy.HTTP_ONLY, readTimeout: cdk.Duration.seconds(20), keepaliveTimeout: cdk.Duration.seconds(3), originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_1] }),
            fallbackOrigin: new origins.HttpOrigin('b.example.com'), fallbackStatusCodes: [404, 500] }) },
          domainNames: ['d.example.com'],
          certificate: acm.Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:us-east-1:123456789012:certificate/a'), minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2019, sslSupportMethod: cloudfront.SSLMethod.VIP,
        });
        d.addBehavior('/lb/*', new origins.LoadBalancerV2Origin(lb));
        const rest = new origins.RestApiOrigin(api);
        d.addBehavior('/api/*', rest, { cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED });
        d.addBehavior('/api2/*', rest);
        d.addBehavior('/url/*', new origins.FunctionUrlOrigin(url));
        d.addBehavior('/oac/*', origins.FunctionUrlOrigin.withOriginAccessControl(url));
        d.addBehavior('/site/*', new origins.S3StaticWebsiteOrigin(site));
        d.addBehavior('/site2/*', new origins.S3Origin(site));
        d.addBehavior('/old/*', new origins.S3Origin(old));
        d.addBehavior('/vpc/*', origins.VpcOrigin.withApplicationLoadBalancer(lb, { httpPort: 8080, readTimeout: cdk.Duration.seconds(9) }));
        d.attachWebAclId('arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b');
        const zone = new route53.HostedZone(stack, 'Z', { zoneName: 'example.com' });
        new route53.ARecord(stack, 'A', { zone, recordName: 'd', target: route53.RecordTarget.fromAlias(new route53_targets.CloudFrontTarget(d)) });
        new s3_deployment.BucketDeployment(stack, 'Dep', { sources: [s3_deployment.Source.data('a', 'b')], destinationBucket: old, distribution: d, distributionPaths: ['/*'] });
        new ssm.StringParameter(stack, 'Param', { stringValue: `${d.distributionId} ${d.domainName} ${d.distributionDomainName} ${d.distributionArn}` });
        const other = cloudfront.Distribution.fromDistributionAttributes(stack, 'Ext', { distributionId: 'E1', domainName: 'x.cloudfront.net' });
        other.grantCreateInvalidation(fn);""",
        """vpc = ec2.Vpc(stack, "V", max_azs=2)
lb = elbv2.ApplicationLoadBalancer(stack, "LB", vpc=vpc)
api = apigw.RestApi(stack, "Api")
api.root.add_method("GET")
fn = lambda_.Function(stack, "F", runtime=lambda_.Runtime.NODEJS_22_X, handler="i.h", code=lambda_.Code.from_inline("x"))
url = fn.add_function_url(auth_type=lambda_.FunctionUrlAuthType.AWS_IAM)
site = s3.Bucket(stack, "Site", website_index_document="index.html")
old = s3.Bucket(stack, "Old")
d = cloudfront.Distribution(stack, "D",
    default_behavior=cloudfront.BehaviorOptions(origin=origins.OriginGroup(primary_origin=origins.HttpOrigin("a.example.com", http_port=8080, protocol_policy=cloudfront.OriginProtocolPolicy.HTTP_ONLY, read_timeout=cdk.Duration.seconds(20), keepalive_timeout=cdk.Duration.seconds(3), origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_1]),
        fallback_origin=origins.HttpOrigin("b.example.com"), fallback_status_codes=[404, 500])),
    domain_names=["d.example.com"],
    certificate=acm.Certificate.from_certificate_arn(stack, "C", "arn:aws:acm:us-east-1:123456789012:certificate/a"), minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2019, ssl_support_method=cloudfront.SSLMethod.VIP)
d.add_behavior("/lb/*", origins.LoadBalancerV2Origin(lb))
rest = origins.RestApiOrigin(api)
d.add_behavior("/api/*", rest, cache_policy=cloudfront.CachePolicy.CACHING_DISABLED)
d.add_behavior("/api2/*", rest)
d.add_behavior("/url/*", origins.FunctionUrlOrigin(url))
d.add_behavior("/oac/*", origins.FunctionUrlOrigin.with_origin_access_control(url))
d.add_behavior("/site/*", origins.S3StaticWebsiteOrigin(site))
d.add_behavior("/site2/*", origins.S3Origin(site))
d.add_behavior("/old/*", origins.S3Origin(old))
d.add_behavior("/vpc/*", origins.VpcOrigin.with_application_load_balancer(lb, http_port=8080, read_timeout=cdk.Duration.seconds(9)))
d.attach_web_acl_id("arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b")
zone = route53.HostedZone(stack, "Z", zone_name="example.com")
route53.ARecord(stack, "A", zone=zone, record_name="d", target=route53.RecordTarget.from_alias(route53_targets.CloudFrontTarget(d)))
s3_deployment.BucketDeployment(stack, "Dep", sources=[s3_deployment.Source.data("a", "b")], destination_bucket=old, distribution=d, distribution_paths=["/*"])
ssm.StringParameter(stack, "Param", string_value=f"{d.distribution_id} {d.domain_name} {d.distribution_domain_name} {d.distribution_arn}")
other = cloudfront.Distribution.from_distribution_attributes(stack, "Ext", distribution_id="E1", domain_name="x.cloudfront.net")
other.grant_create_invalidation(fn)""",
    ),
    "policies": (
        """const store = new cloudfront.KeyValueStore(stack, 'Store', { comment: 's' });
        const fn = new cloudfront.Function(stack, 'Fn', { code: cloudfront.FunctionCode.fromInline('function handler(e) {}') });
        const fn2 = new cloudfront.Function(stack, 'Fn2', { code: cloudfront.FunctionCode.fromInline('x'), functionName: 'n', comment: 'c', keyValueStore: store, autoPublish: false });
        new cloudfront.Function(stack, 'Fn3', { code: cloudfront.FunctionCode.fromInline('x'), runtime: cloudfront.FunctionRuntime.JS_2_0 });
        const edge = new lambda_.Function(stack, 'Edge', { runtime: lambda_.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda_.Code.fromInline('x') });
        const cache = new cloudfront.CachePolicy(stack, 'Cache', { cachePolicyName: 'cp', comment: 'k', defaultTtl: cdk.Duration.days(2), minTtl: cdk.Duration.minutes(1), maxTtl: cdk.Duration.days(10),
          cookieBehavior: cloudfront.CacheCookieBehavior.all(), headerBehavior: cloudfront.CacheHeaderBehavior.allowList('X-A', 'X-B'), queryStringBehavior: cloudfront.CacheQueryStringBehavior.denyList('q'),
          enableAcceptEncodingGzip: true, enableAcceptEncodingBrotli: true });
        new cloudfront.CachePolicy(stack, 'Cache2', { minTtl: cdk.Duration.days(400) });
        const request = new cloudfront.OriginRequestPolicy(stack, 'Req', { cookieBehavior: cloudfront.OriginRequestCookieBehavior.none(),
          headerBehavior: cloudfront.OriginRequestHeaderBehavior.all('CloudFront-Is-Android-Viewer'), queryStringBehavior: cloudfront.OriginRequestQueryStringBehavior.allowList('a') });
        new cloudfront.OriginRequestPolicy(stack, 'Req2', { headerBehavior: cloudfront.OriginRequestHeaderBehavior.all(), originRequestPolicyName: 'named' });
        const response = new cloudfront.ResponseHeadersPolicy(stack, 'Res', { responseHeadersPolicyName: 'r', comment: 'c',
          corsBehavior: { accessControlAllowCredentials: false, accessControlAllowHeaders: ['h'], accessControlAllowMethods: ['GET'], accessControlAllowOrigins: ['*'], accessControlExposeHeaders: ['e'], accessControlMaxAge: cdk.Duration.seconds(600), originOverride: true },
          customHeadersBehavior: { customHeaders: [{ header: 'X-A', value: 'v', override: true }] },
          securityHeadersBehavior: { contentSecurityPolicy: { contentSecurityPolicy: "default-src 'self'", override: true }, contentTypeOptions: { override: true },
            frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true }, referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
            strictTransportSecurity: { accessControlMaxAge: cdk.Duration.days(365), includeSubdomains: true, override: true }, xssProtection: { protection: true, modeBlock: true, override: true } },
          removeHeaders: ['Server'], serverTimingSamplingRate: 50 });
        new cloudfront.ResponseHeadersPolicy(stack, 'Res2');
        const pem = '-----BEGIN PUBLIC KEY-----\\nx\\n-----END PUBLIC KEY-----';
        const group = new cloudfront.KeyGroup(stack, 'Group', { items: [new cloudfront.PublicKey(stack, 'Pub', { encodedKey: pem, comment: 'c' })] });
        const oac = new cloudfront.S3OriginAccessControl(stack, 'Oac', { originAccessControlName: 'o', description: 'd', signing: cloudfront.Signing.SIGV4_NO_OVERRIDE });
        new cloudfront.FunctionUrlOriginAccessControl(stack, 'Oac2', { signing: new cloudfront.Signing(cloudfront.SigningProtocol.SIGV4, cloudfront.SigningBehavior.NEVER) });
        const stream = new kinesis.Stream(stack, 'Stream');
        const logs_ = new cloudfront.RealtimeLogConfig(stack, 'Logs', { endPoints: [cloudfront.Endpoint.fromKinesisStream(stream)], fields: ['timestamp'], samplingRate: 10, realtimeLogConfigName: 'l' });
        new cloudfront.Distribution(stack, 'D', {
          defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'B'), { originAccessControl: oac }), cachePolicy: cache, originRequestPolicy: request, responseHeadersPolicy: response,
            trustedKeyGroups: [group], functionAssociations: [{ function: fn, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }, { function: fn2, eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE }],
            edgeLambdas: [{ functionVersion: edge.currentVersion, eventType: cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST, includeBody: true }], realtimeLogConfig: logs_, smoothStreaming: true },
          enabled: false, enableIpv6: false, logBucket: new s3.Bucket(stack, 'Logged', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER }),
          geoRestriction: cloudfront.GeoRestriction.denylist('US'),
        });
        new cloudfront.Distribution(stack, 'Grpc', { defaultBehavior: { origin: new origins.HttpOrigin('a.b'), enableGrpc: true, allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL, cachePolicy: cloudfront.CachePolicy.fromCachePolicyId(stack, 'Known', 'abc') } });""",
        """store = cloudfront.KeyValueStore(stack, "Store", comment="s")
fn = cloudfront.Function(stack, "Fn", code=cloudfront.FunctionCode.from_inline("function handler(e) {}"))
fn2 = cloudfront.Function(stack, "Fn2", code=cloudfront.FunctionCode.from_inline("x"), function_name="n", comment="c", key_value_store=store, auto_publish=False)
cloudfront.Function(stack, "Fn3", code=cloudfront.FunctionCode.from_inline("x"), runtime=cloudfront.FunctionRuntime.JS_2_0)
edge = lambda_.Function(stack, "Edge", runtime=lambda_.Runtime.NODEJS_22_X, handler="i.h", code=lambda_.Code.from_inline("x"))
cache = cloudfront.CachePolicy(stack, "Cache", cache_policy_name="cp", comment="k", default_ttl=cdk.Duration.days(2), min_ttl=cdk.Duration.minutes(1), max_ttl=cdk.Duration.days(10),
    cookie_behavior=cloudfront.CacheCookieBehavior.all(), header_behavior=cloudfront.CacheHeaderBehavior.allow_list("X-A", "X-B"), query_string_behavior=cloudfront.CacheQueryStringBehavior.deny_list("q"),
    enable_accept_encoding_gzip=True, enable_accept_encoding_brotli=True)
cloudfront.CachePolicy(stack, "Cache2", min_ttl=cdk.Duration.days(400))
request = cloudfront.OriginRequestPolicy(stack, "Req", cookie_behavior=cloudfront.OriginRequestCookieBehavior.none(),
    header_behavior=cloudfront.OriginRequestHeaderBehavior.all("CloudFront-Is-Android-Viewer"), query_string_behavior=cloudfront.OriginRequestQueryStringBehavior.allow_list("a"))
cloudfront.OriginRequestPolicy(stack, "Req2", header_behavior=cloudfront.OriginRequestHeaderBehavior.all(), origin_request_policy_name="named")
response = cloudfront.ResponseHeadersPolicy(stack, "Res", response_headers_policy_name="r", comment="c",
    cors_behavior=cloudfront.ResponseHeadersCorsBehavior(access_control_allow_credentials=False, access_control_allow_headers=["h"], access_control_allow_methods=["GET"], access_control_allow_origins=["*"], access_control_expose_headers=["e"], access_control_max_age=cdk.Duration.seconds(600), origin_override=True),
    custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(custom_headers=[cloudfront.ResponseCustomHeader(header="X-A", value="v", override=True)]),
    security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(content_security_policy="default-src 'self'", override=True), content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
        frame_options=cloudfront.ResponseHeadersFrameOptions(frame_option=cloudfront.HeadersFrameOption.DENY, override=True), referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=True),
        strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(access_control_max_age=cdk.Duration.days(365), include_subdomains=True, override=True), xss_protection=cloudfront.ResponseHeadersXSSProtection(protection=True, mode_block=True, override=True)),
    remove_headers=["Server"], server_timing_sampling_rate=50)
cloudfront.ResponseHeadersPolicy(stack, "Res2")
pem = "-----BEGIN PUBLIC KEY-----\\nx\\n-----END PUBLIC KEY-----"
group = cloudfront.KeyGroup(stack, "Group", items=[cloudfront.PublicKey(stack, "Pub", encoded_key=pem, comment="c")])
oac = cloudfront.S3OriginAccessControl(stack, "Oac", origin_access_control_name="o", description="d", signing=cloudfront.Signing.SIGV4_NO_OVERRIDE)
cloudfront.FunctionUrlOriginAccessControl(stack, "Oac2", signing=cloudfront.Signing(cloudfront.SigningProtocol.SIGV4, cloudfront.SigningBehavior.NEVER))
stream = kinesis.Stream(stack, "Stream")
logs_ = cloudfront.RealtimeLogConfig(stack, "Logs", end_points=[cloudfront.Endpoint.from_kinesis_stream(stream)], fields=["timestamp"], sampling_rate=10, realtime_log_config_name="l")
cloudfront.Distribution(stack, "D",
    default_behavior=cloudfront.BehaviorOptions(origin=origins.S3BucketOrigin.with_origin_access_control(s3.Bucket(stack, "B"), origin_access_control=oac), cache_policy=cache, origin_request_policy=request, response_headers_policy=response,
        trusted_key_groups=[group], function_associations=[cloudfront.FunctionAssociation(function=fn, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST), cloudfront.FunctionAssociation(function=fn2, event_type=cloudfront.FunctionEventType.VIEWER_RESPONSE)],
        edge_lambdas=[cloudfront.EdgeLambda(function_version=edge.current_version, event_type=cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST, include_body=True)], realtime_log_config=logs_, smooth_streaming=True),
    enabled=False, enable_ipv6=False, log_bucket=s3.Bucket(stack, "Logged", object_ownership=s3.ObjectOwnership.OBJECT_WRITER),
    geo_restriction=cloudfront.GeoRestriction.denylist("US"))
cloudfront.Distribution(stack, "Grpc", default_behavior=cloudfront.BehaviorOptions(origin=origins.HttpOrigin("a.b"), enable_grpc=True, allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL, cache_policy=cloudfront.CachePolicy.from_cache_policy_id(stack, "Known", "abc")))""",
    ),
    "web": (
        """const bucket = new s3.Bucket(stack, 'B', { bucketName: 'first' });
        const oai = new cloudfront.OriginAccessIdentity(stack, 'OAI');
        const fn = new cloudfront.Function(stack, 'Fn', { code: cloudfront.FunctionCode.fromInline('x') });
        const edge = new lambda_.Function(stack, 'Edge', { runtime: lambda_.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda_.Code.fromInline('x') });
        const cert = acm.Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:us-east-1:123456789012:certificate/a');
        const d = new cloudfront.CloudFrontWebDistribution(stack, 'D', {
          originConfigs: [
            { s3OriginSource: { s3BucketSource: bucket, originAccessIdentity: oai, originPath: '/p', originHeaders: { 'X-A': 'b' } },
              failoverCustomOriginSource: { domainName: 'f.example.com', httpPort: 8080, originReadTimeout: cdk.Duration.seconds(9) }, failoverCriteriaStatusCodes: [cloudfront.FailoverStatusCode.NOT_FOUND],
              behaviors: [{ isDefaultBehavior: true, allowedMethods: cloudfront.CloudFrontAllowedMethods.ALL, defaultTtl: cdk.Duration.minutes(2),
                lambdaFunctionAssociations: [{ eventType: cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST, lambdaFunction: edge.currentVersion }] }] },
            { customOriginSource: { domainName: 'c.example.com', originProtocolPolicy: cloudfront.OriginProtocolPolicy.HTTP_ONLY, allowedOriginSSLVersions: [cloudfront.OriginSslPolicy.TLS_V1_1] }, originShieldRegion: 'eu-west-1',
              connectionAttempts: 1, connectionTimeout: cdk.Duration.seconds(3),
              behaviors: [{ pathPattern: '/c/*', compress: false, forwardedValues: { queryString: true, headers: ['h'], cookies: { forward: 'whitelist', whitelistedNames: ['n'] } },
                functionAssociations: [{ function: fn, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }], viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY }] },
          ],
          viewerCertificate: cloudfront.ViewerCertificate.fromAcmCertificate(cert, { aliases: ['a.b.c'], securityPolicy: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021 }),
          loggingConfig: { prefix: 'l' }, geoRestriction: cloudfront.GeoRestriction.allowlist('CH'), comment: 'c', errorConfigurations: [{ errorCode: 404, responseCode: 200, responsePagePath: '/x', errorCachingMinTtl: 3 }], webACLId: 'w',
        });
        d.grantCreateInvalidation(new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
        new cloudfront.CloudFrontWebDistribution(stack, 'D2', { originConfigs: [{ s3OriginSource: { s3BucketSource: bucket }, behaviors: [{ isDefaultBehavior: true }] }], enabled: false,
          priceClass: cloudfront.PriceClass.PRICE_CLASS_ALL, enableIpV6: false, defaultRootObject: '', httpVersion: cloudfront.HttpVersion.HTTP1_1, viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.ALLOW_ALL });""",
        """bucket = s3.Bucket(stack, "B", bucket_name="first")
oai = cloudfront.OriginAccessIdentity(stack, "OAI")
fn = cloudfront.Function(stack, "Fn", code=cloudfront.FunctionCode.from_inline("x"))
edge = lambda_.Function(stack, "Edge", runtime=lambda_.Runtime.NODEJS_22_X, handler="i.h", code=lambda_.Code.from_inline("x"))
cert = acm.Certificate.from_certificate_arn(stack, "C", "arn:aws:acm:us-east-1:123456789012:certificate/a")
d = cloudfront.CloudFrontWebDistribution(stack, "D",
    origin_configs=[
        cloudfront.SourceConfiguration(s3_origin_source=cloudfront.S3OriginConfig(s3_bucket_source=bucket, origin_access_identity=oai, origin_path="/p", origin_headers={"X-A": "b"}),
            failover_custom_origin_source=cloudfront.CustomOriginConfig(domain_name="f.example.com", http_port=8080, origin_read_timeout=cdk.Duration.seconds(9)), failover_criteria_status_codes=[cloudfront.FailoverStatusCode.NOT_FOUND],
            behaviors=[cloudfront.Behavior(is_default_behavior=True, allowed_methods=cloudfront.CloudFrontAllowedMethods.ALL, default_ttl=cdk.Duration.minutes(2),
                lambda_function_associations=[cloudfront.LambdaFunctionAssociation(event_type=cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST, lambda_function=edge.current_version)])]),
        cloudfront.SourceConfiguration(custom_origin_source=cloudfront.CustomOriginConfig(domain_name="c.example.com", origin_protocol_policy=cloudfront.OriginProtocolPolicy.HTTP_ONLY, allowed_origin_ssl_versions=[cloudfront.OriginSslPolicy.TLS_V1_1]), origin_shield_region="eu-west-1",
            connection_attempts=1, connection_timeout=cdk.Duration.seconds(3),
            behaviors=[cloudfront.Behavior(path_pattern="/c/*", compress=False, forwarded_values=cloudfront.CfnDistribution.ForwardedValuesProperty(query_string=True, headers=["h"], cookies=cloudfront.CfnDistribution.CookiesProperty(forward="whitelist", whitelisted_names=["n"])),
                function_associations=[cloudfront.FunctionAssociation(function=fn, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST)], viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY)]),
    ],
    viewer_certificate=cloudfront.ViewerCertificate.from_acm_certificate(cert, aliases=["a.b.c"], security_policy=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021),
    logging_config=cloudfront.LoggingConfiguration(prefix="l"), geo_restriction=cloudfront.GeoRestriction.allowlist("CH"), comment="c", error_configurations=[cloudfront.CfnDistribution.CustomErrorResponseProperty(error_code=404, response_code=200, response_page_path="/x", error_caching_min_ttl=3)], web_acl_id="w")
d.grant_create_invalidation(iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com")))
cloudfront.CloudFrontWebDistribution(stack, "D2", origin_configs=[cloudfront.SourceConfiguration(s3_origin_source=cloudfront.S3OriginConfig(s3_bucket_source=bucket), behaviors=[cloudfront.Behavior(is_default_behavior=True)])], enabled=False,
    price_class=cloudfront.PriceClass.PRICE_CLASS_ALL, enable_ip_v6=False, default_root_object="", http_version=cloudfront.HttpVersion.HTTP1_1, viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.ALLOW_ALL)""",
    ),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, TYPES) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, TYPES) == {}
