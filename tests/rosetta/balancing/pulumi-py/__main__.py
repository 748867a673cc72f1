import pulumi

from access_logs import AccessLogs
from balancer import Balancer, BalancerArgs
from dns import create_alias, create_certificate

ENVIRONMENT = "staging"
DOMAIN = f"{ENVIRONMENT}.example.com"

zone, validation = create_certificate(DOMAIN)
logs = AccessLogs("access-logs", environment=ENVIRONMENT)
balancer = Balancer(
    "balancer",
    BalancerArgs(
        environment=ENVIRONMENT,
        domain=DOMAIN,
        vpc_id="vpc-0a1b2c3d4e5f60718",
        subnet_ids=["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"],
        certificate_arn=validation.certificate_arn,
        logs=logs,
    ),
)
create_alias(zone, DOMAIN, balancer.balancer)

pulumi.export("url", balancer.balancer.dns_name.apply(lambda name: f"https://{name}"))
