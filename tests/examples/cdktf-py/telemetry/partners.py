"""The API by which partners read telemetry, each with a certificate of its own."""

from cdktf_cdktf_provider_aws.apigatewayv2_api import Apigatewayv2Api
from cdktf_cdktf_provider_aws.apigatewayv2_api_mapping import Apigatewayv2ApiMapping
from cdktf_cdktf_provider_aws.apigatewayv2_domain_name import (
    Apigatewayv2DomainName,
    Apigatewayv2DomainNameDomainNameConfiguration,
    Apigatewayv2DomainNameMutualTlsAuthentication,
)
from cdktf_cdktf_provider_aws.apigatewayv2_stage import Apigatewayv2Stage
from constructs import Construct


class Partners(Construct):
    def __init__(self, scope: Construct, id: str, *, domain: str, certificate_arn: str) -> None:
        super().__init__(scope, id)
        api = Apigatewayv2Api(self, "api", name="telemetry-partners", protocol_type="HTTP")
        stage = Apigatewayv2Stage(self, "stage", api_id=api.id, name="live", auto_deploy=True)
        name = Apigatewayv2DomainName(
            self,
            "domain",
            domain_name=domain,
            domain_name_configuration=Apigatewayv2DomainNameDomainNameConfiguration(
                certificate_arn=certificate_arn, endpoint_type="REGIONAL", security_policy="TLS_1_2"
            ),
            mutual_tls_authentication=Apigatewayv2DomainNameMutualTlsAuthentication(
                truststore_uri="s3://telemetry-truststore/partners.pem"
            ),
        )
        Apigatewayv2ApiMapping(self, "mapping", api_id=api.id, domain_name=name.id, stage=stage.name)
