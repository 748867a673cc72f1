"""pulumi room."""
