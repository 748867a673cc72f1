"""What public access a bucket blocks, and to whom the objects in it belong."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged
from stackproof.frameworks.cdk.thing import Node, Thing
from stackproof.frameworks.cdk.world import World
from stackproof.model.runtime import Symbol
from stackproof.model.values import MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_SWITCHES = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
_PRESETS: Mapping[str, tuple[bool | None, ...]] = MappingProxyType(
    {
        "BLOCK_ALL": (True, True, True, True),
        "BLOCK_ACLS": (True, None, True, None),
        "BLOCK_ACLS_ONLY": (True, False, True, False),
    }
)
# Access lists that a bucket may have while its owner owns all objects.
_MODEST = ("Private", "BucketOwnerRead", "BucketOwnerFullControl")


class Blocking(Thing):
    """``new s3.BlockPublicAccess({...})``."""

    def __init__(self, props: Arguments) -> None:
        self._props = props

    def value(self) -> Value:
        given = {n: MapEntry(v) for n in _SWITCHES if not (v := self._props.get(n)).is_absent()}
        return MappingValue(given, open=self._props.open, origin=self._props.origin)


def arrange_blocks(world: World, made: Arranged) -> None:
    """The switches of a bucket: a preset's, or each on its own."""
    written = made.props.raw("block_public_access")
    if written is not None:
        switches = _switches(world, written)
        made.put("public_access_block_configuration", switches, "block_public_access")
    made.put(
        "ownership_controls", owner(made.props.get("object_ownership"), made.props.get("access_control"))
    )


def _switches(world: World, written: Value) -> Value:
    preset = _PRESETS.get(written.names[-1]) if isinstance(written, Symbol) and written.names else None
    if preset is not None:
        given: dict[str, MapEntry] = {
            name: MapEntry(Scalar(on, origin=written.origin))
            for name, on in zip(_SWITCHES, preset, strict=True)
            if on is not None
        }
        return MappingValue(given, origin=written.origin)
    folded = world.fold(written)
    if not isinstance(folded, MappingValue):
        return Unknown("public access", (folded,), origin=written.origin)
    by_default = world.flag("@aws-cdk/aws-s3:publicAccessBlockedByDefault")
    filled = dict(folded.entries)
    for name in _SWITCHES if by_default is not False else ():
        filled.setdefault(name, MapEntry(Scalar(True) if by_default else Unknown("a switch")))
    return MappingValue(filled, open=folded.open, origin=folded.origin)


def owner(ownership: Value, acl: Value) -> Value | None:
    """To whom objects belong, as CloudFormation says it; None where nothing is said."""
    if not ownership.is_absent():
        return _controls(ownership)
    if acl.is_absent() or acl.is_any_of(*_MODEST):
        return None
    return _controls(Scalar("ObjectWriter") if acl.text() is not None else Unknown("an owner", (acl,)))


def _controls(ownership: Value) -> Value:
    rule = MappingValue({"object_ownership": MapEntry(ownership)})
    return MappingValue({"rules": MapEntry(Sequence([rule]))})


def _block(call: Call) -> Node:
    return Blocking(call.props(0))


RECIPES: Mapping[str, Recipe] = MappingProxyType({"aws-s3.BlockPublicAccess": _block})
