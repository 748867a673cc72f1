"""Secrets, parameters and keys of the CDK."""
