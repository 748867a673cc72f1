"""Reads the packages that Pulumi's generator writes for TypeScript and Python.

Their declarations are read by small readers of their own and not by the languages' parsers: the generator's output
is regular, and one declaration can be read out of a file of megabytes. All of the AWS package for Python, a hundred
megabytes, takes two seconds; parsing it alone would take six. What is not understood becomes a type that takes
anything, and its owner is marked open.
"""
