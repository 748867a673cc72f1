"""Pools of users of the CDK, with what signs in there."""
