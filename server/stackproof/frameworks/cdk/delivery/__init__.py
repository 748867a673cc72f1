"""Delivery of software with the CDK: builds, pipelines, deployments, repositories."""
