#!/usr/bin/env python3
import os

import aws_cdk as cdk

from media_stack.stack import MediaStack

ENVIRONMENT = "staging"

app = cdk.App()
stack = MediaStack(
    app,
    f"media-{ENVIRONMENT}",
    environment=ENVIRONMENT,
    env=cdk.Environment(account=os.getenv("CDK_DEFAULT_ACCOUNT"), region="eu-central-1"),
)
for name, value in {"team": "media", "environment": ENVIRONMENT, "cost-center": "4711"}.items():
    cdk.Tags.of(stack).add(name, value)

app.synth()
