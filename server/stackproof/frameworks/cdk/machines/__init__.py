"""Machines of the CDK: instances, templates, groups that scale."""
