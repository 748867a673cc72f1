"""The nouns of the house. Import from the modules; this package exports nothing."""
