"""Makes the vocabulary's data from installed packages; nothing here is needed at run time."""
