"""Scaling of what is no group of machines."""
