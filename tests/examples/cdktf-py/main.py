#!/usr/bin/env python
"""Telemetry ingestion: devices post readings, workers store them."""

import os

from cdktf import App

from telemetry import TelemetryStack

app = App()
TelemetryStack(
    app,
    "telemetry",
    environment=os.environ.get("ENVIRONMENT", "qa"),
    region=os.environ.get("AWS_REGION", "eu-west-1"),
    zone_names=("a", "b", "c"),
)
app.synth()
