#!/usr/bin/env python3
import aws_cdk as cdk

from stacks.config import EnvironmentConfig
from stacks.network_stack import NetworkStack
from stacks.runner_stack import RunnerStack

app = cdk.App()
config = EnvironmentConfig("staging")
environment = cdk.Environment(account="123456789012", region=config.region)

network = NetworkStack(app, "NetworkStack", config=config, env=environment)
RunnerStack(app, "RunnerStack", config=config, network=network, env=environment)

app.synth()
