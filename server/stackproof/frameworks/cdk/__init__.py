"""cdk room."""
