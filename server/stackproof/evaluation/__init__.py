"""Turns a program into the calls it makes to libraries, without running it."""

from stackproof.evaluation.loading import Found, Loader
from stackproof.evaluation.machine import Machine

__all__ = ["Found", "Loader", "Machine"]
