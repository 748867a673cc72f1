"""Functions whose code the library bundles: of Node.js, Python and Go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.serverless.functions import make_function
from stackproof.frameworks.cdk.thing import Node, put
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, Scalar, Template, Unknown, Value

# Before these came the kit for JavaScript that does not keep connections by itself.
_OLD_NODE = frozenset(
    {
        "nodejs",
        "nodejs4.3",
        "nodejs6.10",
        "nodejs8.10",
        "nodejs10.x",
        "nodejs12.x",
        "nodejs14.x",
        "nodejs16.x",
    }
)
_LATEST = "@aws-cdk/aws-lambda-nodejs:useLatestRuntimeVersion"


def _bundled(kind: Callable[[Call, Arguments, Resource], None]) -> Recipe:
    def recipe(call: Call) -> Node:
        props = call.props()
        made = make_function(call, props, call.world.name(call), settle=lambda r: kind(call, props, r))
        if kind is _node:
            _connections(call, props, made.resource["runtime"], made.environment.set)
        return made

    return recipe


def _node(call: Call, props: Arguments, resource: Resource) -> None:
    handler = props.get("handler")
    text = handler.text()
    if handler.is_absent():
        put(resource, "handler", Scalar("index.handler"))
    elif text is not None and "." not in text and props.raw("code") is None:
        put(resource, "handler", Scalar(f"index.{text}", origin=handler.origin), props.entry("handler"))
    else:
        named = handler if text is not None else Unknown("a handler", (handler,), origin=handler.origin)
        put(resource, "handler", named, props.entry("handler"))
    runtime = props.get("runtime")
    if runtime.is_absent():
        latest = call.world.flag(_LATEST)
        runtime = Scalar("nodejs16.x") if latest is False else Unknown("the library's default")
    put(resource, "runtime", runtime, props.entry("runtime"))
    _code(props, resource, "entry")


def _connections(
    call: Call, props: Arguments, runtime: Value, set_variable: Callable[[str, Value], None]
) -> None:
    """Old runtimes are told to keep their connections."""
    reuse = props.get("aws_sdk_connection_reuse")
    if runtime.text() in _OLD_NODE and (reuse.is_absent() or reuse.is_(True)):
        set_variable("AWS_NODEJS_CONNECTION_REUSE_ENABLED", Scalar("1"))


def _python(call: Call, props: Arguments, resource: Resource) -> None:
    index, handler = props.get("index"), props.get("handler")
    stem = "index" if index.is_absent() else index.text()
    name = "handler" if handler.is_absent() else handler.text()
    if stem is not None and name is not None:
        path = stem.removesuffix(".py").replace("\\", "/")
        put(resource, "handler", Scalar(f"{path}.{name}", origin=handler.origin), props.entry("handler"))
    else:
        put(resource, "handler", Template((index, ".", handler)), props.entry("handler"))
    put(resource, "runtime", props.get("runtime"), props.entry("runtime"))
    _code(props, resource, "entry")


def _go(call: Call, props: Arguments, resource: Resource) -> None:
    runtime = props.get("runtime")
    put(resource, "handler", Scalar("bootstrap"))
    put(
        resource,
        "runtime",
        Unknown("the library's default") if runtime.is_absent() else runtime,
        props.entry("runtime"),
    )
    _code(props, resource, "entry")


def _code(props: Arguments, resource: Resource, source: str) -> None:
    """What is packed is made from the entry, so that nobody finds it there."""
    for read in (
        "bundling",
        "deps_lock_file_path",
        "project_root",
        "module_dir",
        "code",
        "index",
        "aws_sdk_connection_reuse",
    ):
        props.entry(read)
    entry = props.entry(source)
    made = Unknown("bundled", (props.get(source),), origin=entry.value.origin if entry is not None else None)
    resource.properties.entries["filename"] = MapEntry(
        made, entry.key_origin if entry else None, entry.origin if entry else None
    )


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-lambda-nodejs.NodejsFunction": _bundled(_node),
        "aws-lambda-python-alpha.PythonFunction": _bundled(_python),
        "aws-lambda-go-alpha.GoFunction": _bundled(_go),
    }
)
