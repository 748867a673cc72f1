"""Python files as programs, imports as files."""

from stackproof.languages.python.environment import Environment, find_environment
from stackproof.languages.python.names import PythonNames
from stackproof.languages.python.parse import Python
from stackproof.languages.python.sites import Sites, find_sites

__all__ = ["Environment", "Python", "PythonNames", "Sites", "find_environment", "find_sites"]
