"""Functions, messages, events, interfaces and workflows of the CDK."""
