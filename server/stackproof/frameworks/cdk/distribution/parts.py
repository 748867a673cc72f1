"""What distributions refer to: functions, stores of keys and values, keys, logs in real time."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.naming import made_up, unique_id, with_region
from stackproof.frameworks.cdk.options import attribute_of, attributes_of, given_or
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.thing import given as known_or
from stackproof.model.values import Absent, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_NEWER_RUNTIME = "@aws-cdk/aws-cloudfront:defaultFunctionRuntimeV2_0"
# Longer names are shortened in another way.
_MOST_OF_ID = 41
_LONGEST_NAME = 80
_FUNCTION = {
    "function_arn": "arn",
    "function_name": "name",
    "function_stage": "stage",
    "function_runtime": "runtime",
}
_STORE = {"key_value_store_arn": "arn", "key_value_store_id": "id", "key_value_store_name": "name"}


def _function(call: Call) -> Node:
    """``new cloudfront.Function(this, 'id', { code })``."""
    props = call.props()
    made, config = Arranged(props), Arranged(props)
    own = unique_id(call.construction)
    fits = own is not None and len(own) <= _MOST_OF_ID
    unnamed = (
        with_region(call, _MOST_OF_ID, first=True) if fits else Unknown("a name that the library makes up")
    )
    name = given_or(props, "function_name", unnamed)
    config.put("comment", given_or(props, "comment", name), "comment")
    store = props.raw("key_value_store")
    config.put("runtime", _runtime(call, made, store), "runtime")
    if store is not None:
        arn = block(key_value_store_arn=attribute_of(call.world, store, "key_value_store_arn"))
        config.put("key_value_store_associations", Sequence([arn]), "key_value_store")
    elif not props.absent("key_value_store"):
        config.put("key_value_store_associations", Unknown("stores"), "key_value_store")
    made.put("name", name, "function_name")
    made.put("auto_publish", given_or(props, "auto_publish", True), "auto_publish")
    made.put("function_code", props.get("code"), "code")
    made.put("function_config", MappingValue(config.entries))
    resource = describe(call.world, "AWS::CloudFront::Function", call.world.name(call), made).resource
    return Made(resource, _FUNCTION, fragile=False)


def _runtime(call: Call, made: Arranged, store: Value | None) -> Value:
    """The newer one where a store is used; else which one it is, a flag says."""
    newer = True if store is not None else call.world.flag(_NEWER_RUNTIME)
    if store is None and not made.props.absent("key_value_store") and newer is not True:
        newer = None
    held: Value = Unknown("a runtime") if newer is None else default(f"cloudfront-js-{2 if newer else 1}.0")
    return given_or(made.props, "runtime", held)


def _inline(call: Call) -> Node:
    return known_or(call.folded(0, "code"), "the code of a function")


def _file(call: Call) -> Node:
    return Unknown("the code of a function in a file", outside=True, origin=call.construction.origin)


def _custom_runtime(call: Call) -> Node:
    return known_or(call.folded(0, "runtime_string"), "a runtime")


def _store(call: Call) -> Node:
    """``new KeyValueStore(this, 'id')``; what it is filled with is no part of it in Terraform."""
    props = call.props()
    made = Arranged(props)
    unnamed = Unknown("a name that the library makes up")
    made.put("name", given_or(props, "key_value_store_name", unnamed), "key_value_store_name")
    made.copy("comment")
    props.entry("source")
    resource = describe(call.world, "AWS::CloudFront::KeyValueStore", call.world.name(call), made).resource
    return Made(resource, _STORE, fragile=False)


def _public_key(call: Call) -> Node:
    config = Arranged(call.props())
    named = given_or(config.props, "public_key_name", made_up(call, _LONGEST_NAME))
    config.put("name", named, "public_key_name")
    config.copy("encoded_key", "comment")
    made = Arranged(config.props)
    made.put("public_key_config", MappingValue(config.entries))
    resource = describe(call.world, "AWS::CloudFront::PublicKey", call.world.name(call), made).resource
    return Made(resource, fragile=False)


def _key_group(call: Call) -> Node:
    config = Arranged(call.props())
    named = given_or(config.props, "key_group_name", made_up(call, _LONGEST_NAME))
    config.put("name", named, "key_group_name")
    config.put("items", attributes_of(config.props, "items", "public_key_id", "keys"), "items")
    config.copy("comment")
    made = Arranged(config.props)
    made.put("key_group_config", MappingValue(config.entries))
    resource = describe(call.world, "AWS::CloudFront::KeyGroup", call.world.name(call), made).resource
    return Made(resource, fragile=False)


def _existing(kind: str, names: Mapping[str, str], ids: Mapping[str, str]) -> Recipe:
    """Something that is there already; ``ids`` are arguments by the names of what they give."""

    def recipe(call: Call) -> Node:
        resource = call.world.external(kind, call)
        props = call.props()
        for source, target in ids.items():
            value = call.folded(2, source) if len(ids) == 1 else props.get(source)
            if value is not None and not isinstance(value, Absent):
                put(resource, target, value)
        return Made(resource, dict(names), fragile=False)

    return recipe


_F = "aws-cloudfront"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_F}.Function": _function,
        f"{_F}.Function.from_function_attributes": _existing(
            "aws_cloudfront_function", _FUNCTION, {"function_arn": "arn", "function_name": "name"}
        ),
        f"{_F}.FunctionCode.from_inline": _inline,
        f"{_F}.FunctionCode.from_file": _file,
        f"{_F}.FunctionRuntime.custom": _custom_runtime,
        f"{_F}.KeyValueStore": _store,
        f"{_F}.KeyValueStore.from_key_value_store_arn": _existing(
            "aws_cloudfront_key_value_store", _STORE, {"key_value_store_arn": "arn"}
        ),
        f"{_F}.PublicKey": _public_key,
        f"{_F}.PublicKey.from_public_key_id": _existing(
            "aws_cloudfront_public_key", {}, {"public_key_id": "id"}
        ),
        f"{_F}.KeyGroup": _key_group,
        f"{_F}.KeyGroup.from_key_group_id": _existing("aws_cloudfront_key_group", {}, {"key_group_id": "id"}),
        **{
            f"{_F}.ImportSource.{name}": lambda call: Opaque()
            for name in ("from_asset", "from_bucket", "from_inline")
        },
    }
)
