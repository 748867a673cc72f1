"""Stackproof: finds what will break when an infrastructure program is deployed."""

__version__ = "0.1.0"
