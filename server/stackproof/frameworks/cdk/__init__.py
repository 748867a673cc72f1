"""AWS CDK: its constructs as the resources they make."""

from stackproof.frameworks.cdk.framework import Cdk

__all__ = ["Cdk"]
