"""Tables, databases and caches of the CDK."""
