"""CloudFront of the CDK: distributions with all that they use."""
