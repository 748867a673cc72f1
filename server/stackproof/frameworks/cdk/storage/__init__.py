"""Buckets, file systems and repositories of the CDK."""
