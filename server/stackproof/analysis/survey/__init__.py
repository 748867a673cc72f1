"""Counts what of a workspace's programs was understood, with a reason for everything that was not."""
