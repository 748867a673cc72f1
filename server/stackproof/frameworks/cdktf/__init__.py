"""CDKTF programs, under both of the library's names."""

from stackproof.frameworks.cdktf.framework import Cdktf

__all__ = ["Cdktf"]
