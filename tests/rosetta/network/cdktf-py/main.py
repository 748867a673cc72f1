#!/usr/bin/env python
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.instance import Instance
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from network import Network
from observability import FlowLogs
from security import EndpointSet, create_security_groups
from settings import Settings

SCRIPT = """#!/bin/bash
dnf install -y docker
systemctl enable --now docker"""


class NetworkStack(TerraformStack):
    def __init__(self, scope: Construct, ns: str, settings: Settings) -> None:
        super().__init__(scope, ns)
        AwsProvider(self, "aws", region=settings.region)

        self.network = Network(self, "network", settings)
        self.groups = create_security_groups(self, self.network.vpc, settings)
        EndpointSet(
            self, "endpoints", network=self.network, group=self.groups["endpoints"], settings=settings
        )
        FlowLogs(self, "flow-logs", self.network.vpc.id, settings)
        self._create_runner(settings)

    def _create_runner(self, settings: Settings) -> None:
        Instance(
            self,
            "runner",
            ami="ami-0123456789abcdef0",
            instance_type="t3.small",
            subnet_id=self.network.subnets["app"][0].id,
            vpc_security_group_ids=[self.groups["app"].id],
            user_data=SCRIPT,
            tags=settings.tags("runner"),
        )


app = App()
settings = Settings(environment="staging")
NetworkStack(app, f"network-{settings.environment}", settings)
app.synth()
