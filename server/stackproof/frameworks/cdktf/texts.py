"""Terraform functions on texts and ranges of addresses."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.common.strings import string
from stackproof.model.values import Origin, Scalar, Sequence, Value

_Function = Callable[[list[Value], Origin | None], Value | None]
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(value: Value) -> _Network | None:
    text = value.text()
    try:
        return None if text is None else ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _part(network: _Network, bits: int, number: int, origin: Origin | None) -> Value | None:
    """One of the ranges into which ``bits`` more divide a network."""
    length = network.prefixlen + bits
    if not network.prefixlen <= length <= network.max_prefixlen or not 0 <= number < 1 << bits:
        return None
    first = int(network.network_address) + (number << (network.max_prefixlen - length))
    return Scalar(str(type(network)((first, length))), origin=origin)


def _subnet(arguments: list[Value], origin: Origin | None) -> Value | None:
    if len(arguments) != 3 or (network := _network(arguments[0])) is None:
        return None
    bits, number = arguments[1].number(), arguments[2].number()
    if not isinstance(bits, int) or not isinstance(number, int):
        return None
    return _part(network, bits, number, origin)


def _subnets(arguments: list[Value], origin: Origin | None) -> Value | None:
    """Ranges one behind the other, each at the next place that suits its size."""
    network = _network(arguments[0])
    given = arguments[1] if len(arguments) == 2 else None
    if network is None or not isinstance(given, Sequence) or given.open:
        return None
    found: list[Value] = []
    at, end = int(network.network_address), int(network.broadcast_address)
    for element in given.elements:
        bits = element.number()
        if not isinstance(bits, int) or not 0 < bits <= network.max_prefixlen - network.prefixlen:
            return None
        size = 1 << (network.max_prefixlen - network.prefixlen - bits)
        at = -(-at // size) * size
        if at + size - 1 > end:
            return None
        found.append(Scalar(str(type(network)((at, network.prefixlen + bits))), origin=origin))
        at += size
    return Sequence(found, origin=origin)


def _host(arguments: list[Value], origin: Origin | None) -> Value | None:
    network = _network(arguments[0])
    number = arguments[1].number() if len(arguments) == 2 else None
    if network is None or not isinstance(number, int) or abs(number) >= network.num_addresses:
        return None
    start = network.network_address if number >= 0 else network.broadcast_address + 1
    return Scalar(str(start + number), origin=origin)


def _mask(arguments: list[Value], origin: Origin | None) -> Value | None:
    network = _network(arguments[0])
    return (
        Scalar(str(network.netmask), origin=origin) if network is not None and network.version == 4 else None
    )


def _text(change: Callable[[str], str]) -> _Function:
    def apply(arguments: list[Value], origin: Origin | None) -> Value | None:
        text = arguments[0].text()
        return None if text is None else Scalar(change(text), origin=origin)

    return apply


def _replace(arguments: list[Value], origin: Origin | None) -> Value | None:
    texts = [a.text() for a in arguments]
    if len(texts) != 3 or texts[0] is None or texts[1] is None or texts[2] is None:
        return None
    # Between slashes stands a regular expression.
    if texts[1].startswith("/") and texts[1].endswith("/"):
        return None
    return Scalar(texts[0].replace(texts[1], texts[2]), origin=origin)


def _split(arguments: list[Value], origin: Origin | None) -> Value | None:
    texts = [a.text() for a in arguments]
    if len(texts) != 2 or not texts[0] or texts[1] is None:
        return None
    return Sequence([Scalar(part, origin=origin) for part in texts[1].split(texts[0])], origin=origin)


def _part_of_text(arguments: list[Value], origin: Origin | None) -> Value | None:
    text = arguments[0].text()
    bounds = [a.number() for a in arguments[1:]]
    if text is None or len(bounds) != 2 or not all(isinstance(b, int) for b in bounds):
        return None
    offset, length = (int(b) for b in bounds if b is not None)
    start = offset if offset >= 0 else max(len(text) + offset, 0)
    return Scalar(text[start:] if length < 0 else text[start : start + length], origin=origin)


def _without(cut: Callable[[str, str], str]) -> _Function:
    def apply(arguments: list[Value], origin: Origin | None) -> Value | None:
        texts = [a.text() for a in arguments]
        if len(texts) != 2 or texts[0] is None or texts[1] is None:
            return None
        return Scalar(cut(texts[0], texts[1]), origin=origin)

    return apply


def _format(arguments: list[Value], origin: Origin | None) -> Value | None:
    """`Fn.format("%s-%d", [a, b])` where the pattern has nothing but these two verbs."""
    pattern = arguments[0].text()
    given = arguments[1] if len(arguments) == 2 else None
    if pattern is None or not isinstance(given, Sequence) or given.open:
        return None
    pieces = pattern.replace("%d", "%s").split("%s")
    if len(pieces) != len(given.elements) + 1 or any("%" in p for p in pieces):
        return None
    parts: list[str | Value] = [pieces[0]]
    for element, piece in zip(given.elements, pieces[1:], strict=True):
        parts += [*(element.pieces() or (element,)), piece]
    return string([p for p in parts if not isinstance(p, str) or p], origin)


FUNCTIONS: Mapping[str, _Function] = MappingProxyType(
    {
        "cidrhost": _host,
        "cidrnetmask": _mask,
        "cidrsubnet": _subnet,
        "cidrsubnets": _subnets,
        "format": _format,
        "lower": _text(str.lower),
        "replace": _replace,
        "split": _split,
        "substr": _part_of_text,
        "trimprefix": _without(str.removeprefix),
        "trimspace": _text(str.strip),
        "trimsuffix": _without(str.removesuffix),
        "upper": _text(str.upper),
    }
)
