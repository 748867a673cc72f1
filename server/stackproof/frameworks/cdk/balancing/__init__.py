"""Load balancers of the CDK with their listeners, rules, groups of targets."""
