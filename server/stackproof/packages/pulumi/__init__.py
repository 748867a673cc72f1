"""Reads the packages that Pulumi's generator writes for TypeScript and Python.

Their declarations are read by small readers of their own and not by the languages' parsers: the generator's
output is regular, there are a hundred megabytes of it, and these readers go through it ten times as fast as a
parser. What they do not understand becomes a type that takes anything, and its owner is marked open.
"""
