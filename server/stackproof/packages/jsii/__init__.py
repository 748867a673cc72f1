"""Reads packages that describe themselves in a jsii assembly: AWS CDK, CDKTF, constructs and their like."""
