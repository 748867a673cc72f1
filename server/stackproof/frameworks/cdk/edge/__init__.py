"""Names, certificates and distributions of the CDK."""
