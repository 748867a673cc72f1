"""Networks of the CDK: addresses, logs of traffic, private networks, lists of rules."""
