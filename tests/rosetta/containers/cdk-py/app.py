#!/usr/bin/env python3
import os

import aws_cdk as cdk

from containers.settings import Settings
from containers.stack import ContainersStack

settings = Settings(environment="staging")
app = cdk.App(context={"version": os.environ.get("VERSION", "1")})
ContainersStack(
    app,
    f"containers-{settings.environment}",
    settings=settings,
    env=cdk.Environment(account=settings.account, region=settings.region),
)
app.synth()
