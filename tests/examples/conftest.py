"""Keeps pytest away from the tests that belong to the example programs."""

collect_ignore_glob = ["*/tests/*"]
