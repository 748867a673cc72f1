"""Reads the sizes of tasks in all the ways in which they are written."""

from __future__ import annotations

import re

from stackproof.model.values import Scalar, Value

_SIZE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*(v?cpu|gb)?", re.IGNORECASE)


def _amount(value: Value, unit: str) -> int | None:
    options = value.alternatives()
    only = options[0] if len(options) == 1 else None
    if not isinstance(only, Scalar) or isinstance(only.data, bool) or only.data is None:
        return None
    match = _SIZE.fullmatch(str(only.data).strip())
    if match is None or (match[2] is not None and not match[2].lower().endswith(unit)):
        return None
    number = float(match[1]) * (1024 if match[2] is not None else 1)
    return int(number) if number.is_integer() else None


def cpu_units(value: Value) -> int | None:
    """The CPU units of a task (``256``, ``".25 vCPU"``); None where that is not certain."""
    return _amount(value, "cpu")


def mebibytes(value: Value) -> int | None:
    """The memory of a task in MiB (``512``, ``"0.5 GB"``); None where that is not certain."""
    return _amount(value, "gb")
