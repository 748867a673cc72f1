"""packages room."""
