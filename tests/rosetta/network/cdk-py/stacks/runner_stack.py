from aws_cdk import Fn, Stack
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from .config import EnvironmentConfig
from .network_stack import NetworkStack

SCRIPT = """#!/bin/bash
dnf install -y docker
systemctl enable --now docker"""


class RunnerStack(Stack):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        config: EnvironmentConfig,
        network: NetworkStack,
        **kwargs,
    ) -> None:
        super().__init__(scope, construct_id, **kwargs)
        ec2.CfnInstance(
            self,
            "Runner",
            image_id="ami-0123456789abcdef0",
            instance_type="t3.small",
            subnet_id=network.app_subnets[0].ref,
            security_group_ids=[network.security.groups["app"].attr_group_id],
            user_data=Fn.base64(SCRIPT),
            tags=config.tags("runner"),
        )
