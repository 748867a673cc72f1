"""Containers of the CDK: clusters, tasks, services."""
