"""Python files as programs, imports as files."""

from stackproof.languages.python.environment import Environment, find_environment
from stackproof.languages.python.names import PythonNames
from stackproof.languages.python.parse import Python

__all__ = ["Environment", "Python", "PythonNames", "find_environment"]
