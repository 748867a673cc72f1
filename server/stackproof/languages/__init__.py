"""languages room."""
