"""Logs, metrics, alarms and dashboards of the CDK."""
