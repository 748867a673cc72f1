"""Makes the bundled facts from installed packages; nothing here is needed at run time."""
