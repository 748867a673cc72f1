"""REST interfaces and their paths, each of which is a resource with its methods."""

from __future__ import annotations

import re
from collections.abc import Sequence as ReadOnly

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.described import describe
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.serverless.methods import add_method, preflight
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, given
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Template, Unknown, Value


class Api(Made):
    """A REST interface: its root, its stage, and the deployments that wait for its methods."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, {"rest_api_id": "id", "rest_api_name": "name"})
        self.world = world
        self.stage: Made | None = None
        self.staged = False
        self._certain = True
        self.deployments: list[Resource] = []
        self.parts: list[Resource] = []
        self.root: ResourceNode | None = None

    @property
    def id(self) -> Value:
        """The id of the interface."""
        held = self.resource.properties.entries.get("id") if self.resource.external else None
        return held.value if held is not None else ResourceReference(self.resource, "id")

    def stage_name(self) -> Value | None:
        """The name of the stage that the interface is deployed to; None when there is none."""
        if isinstance(self.stage, Made) and self._certain:
            found = self.stage.attribute("stage_name")
            return found if isinstance(found, Value) else Unknown("a stage")
        return Unknown("a stage") if self.staged else None

    def stands(self, stage: Made, *, certain: bool) -> None:
        """Be deployed to a stage, or perhaps."""
        self.stage, self.staged = stage, True
        self._certain = certain

    def execute_arn(
        self, verb: Value | None = None, path: Value | str | None = None, stage: Value | str | None = None
    ) -> Value:
        """The ARN of a method, or of all of them."""
        named: Value | str | None = stage if stage is not None else self.stage_name()
        text = "*" if verb is None or verb.is_("ANY") else verb
        where = "/*" if path is None else _masked(path)
        parts: list[str | Value] = [
            ":execute-api:",
            self.world.pseudo("region"),
            ":",
            self.world.pseudo("account"),
            ":",
            self.id,
            "/",
        ]
        return joined(self.world.arn(*parts, named if named is not None else "*", "/", text, *_parts(where)))

    def deploys(self, *resources: Resource) -> None:
        """Deployments wait for these."""
        self.parts.extend(resources)
        for deployment in self.deployments:
            deployment.depends_on.extend(ResourceReference(r) for r in resources)

    def add_deployment(self, deployment: Resource) -> None:
        """A deployment, which waits for all that there is and will be."""
        self.deployments.append(deployment)
        deployment.depends_on.extend(ResourceReference(r) for r in self.parts)

    def assign(self, world: World, name: str, entry: MapEntry) -> None:
        if name == "deployment_stage":
            node = world.node(entry.value)
            self.stage = node if isinstance(node, Made) else None
            self.staged = self._certain = True
        else:
            super().assign(world, name, entry)

    def attribute(self, name: str) -> Node | None:
        match name:
            case "root":
                return self.root
            case "deployment_stage":
                return self.stage if self.stage is not None else Opaque((self.value(),))
            case "latest_deployment":
                return Made(self.deployments[0]) if self.deployments else Opaque((self.value(),))
            case "rest_api_root_resource_id":
                return ResourceReference(self.resource, "root_resource_id")
            case "url":
                return self.address()
            case "domain_name" | "methods":
                return self.attributes.get(name) or Opaque((self.value(),))
            case _:
                return super().attribute(name)

    def address(self, path: Value | None = None) -> Value:
        """Its address in its stage."""
        name = self.stage_name()
        parts: list[str | Value] = [
            "https://",
            self.id,
            ".execute-api.",
            self.world.pseudo("region"),
            ".",
            self.world.pseudo("url_suffix"),
            "/",
        ]
        ending: tuple[str | Value, ...] = ("/",) if path is None else (path,)
        return joined(Template((*parts, name if name is not None else Unknown("a stage"), *ending)))

    def call(self, method: str, call: Call) -> Node | None:
        from stackproof.frameworks.cdk.serverless.apiextras import METHODS

        if (handler := METHODS.get(method)) is not None:
            return handler(self, call)
        match method:
            case "arn_for_execute_api":
                verb, path, stage = call.folded(0, "method"), call.folded(1, "path"), call.folded(2, "stage")
                return self.execute_arn(verb, path if path is not None else "/*", stage)
            case "url_for_path":
                return self.address(call.folded(0, "path"))
            case _ if method.startswith("metric"):
                return Opaque((self.value(),))
            case _:
                return super().call(method, call)


class ResourceNode(Thing):
    """A path of an interface. What is not said for a method, the path says, or the one above it."""

    fragile = True

    def __init__(self, api: Api, resource: Resource | None, path: Value | str, label: str) -> None:
        self.api = api
        self.resource = resource
        self.path = path
        self.label = label
        self.options: Arguments | None = None
        self.integration: Node | None = None
        self.integration_known = True
        self.cors: Arguments | None = None
        self.children: dict[str, ResourceNode] = {}
        self.proxied: ResourceNode | None = None

    @property
    def id(self) -> Value:
        """The id of the resource, that of the interface's root for the root."""
        if self.resource is None:
            held = self.api.resource.properties.entries.get("root_resource_id")
            known = self.api.resource.external and held is not None
            return (
                held.value
                if known and held is not None
                else ResourceReference(self.api.resource, "root_resource_id")
            )
        return ResourceReference(self.resource, "id")

    def value(self) -> Value:
        return ResourceReference(self.resource if self.resource is not None else self.api.resource)

    def owned(self) -> ReadOnly[Resource]:
        return [self.resource] if self.resource is not None else [self.api.resource]

    def settle(self, props: Arguments, above: ResourceNode | None) -> None:
        """What holds for its methods: what is written, else what holds above."""
        own = props.nested("default_method_options")
        if own is None and not props.absent("default_method_options"):
            self.options = Arguments(props.world, {}, open=True)
        else:
            self.options = merged(own, above.options if above else None)
        if not props.absent("default_integration"):
            self.integration = props.node("default_integration")
            self.integration_known = False
        elif above is not None:
            self.integration, self.integration_known = above.integration, above.integration_known
        written = props.nested("default_cors_preflight_options")
        self.cors = written if written is not None else above.cors if above is not None else None

    def attribute(self, name: str) -> Node | None:
        match name:
            case "resource_id":
                return self.id
            case "path":
                return self.path if isinstance(self.path, Value) else Scalar(self.path)
            case "api" | "rest_api":
                return self.api
            case "default_integration":
                return self.integration
            case (
                "parent_resource" | "default_method_options" | "default_cors_preflight_options" | "any_method"
            ):
                return Opaque((self.value(),))
            case _:
                return None

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_resource":
                part = given(call.folded(0, "path_part"), "a part of a path")
                return self.child(call, part, call.props(1))
            case "add_method":
                return self._method(call)
            case "add_proxy":
                return self.proxy(call, call.props(0))
            case "resource_for_path":
                return self._for_path(call)
            case "get_resource":
                text = _text(call.folded(0, "path_part"))
                return (
                    self.children.get(text, Opaque((self.value(),)))
                    if text is not None
                    else Opaque((self.value(),))
                )
            case "add_cors_preflight":
                return preflight(call, self, call.props(0))
            case _:
                return None

    def child(
        self, call: Call, part: Value, props: Arguments, name: str = "", *, implied: bool = True
    ) -> ResourceNode:
        """A path below this one."""
        text = part.text()
        shown = name or f"{self.label}/{text or 'resource'}"
        entries = {
            "rest_api_id": MapEntry(self.api.id),
            "parent_id": MapEntry(self.id),
            "path_part": MapEntry(part),
        }
        resource = describe(call.world, "AWS::ApiGateway::Resource", shown, entries, implied=implied).resource
        self.api.deploys(resource)
        node = ResourceNode(self.api, resource, _below(self.path, part), shown)
        node.settle(props, self)
        if text is not None:
            self.children[text] = node
        if node.cors is not None:
            preflight(call, node, node.cors)
        elif props.raw("default_cors_preflight_options") is not None or props.open:
            resource.properties.open = True
        return node

    def proxy(self, call: Call, props: Arguments, name: str = "", *, implied: bool = True) -> ResourceNode:
        """The path that takes everything below this one."""
        node = self.child(call, Scalar("{proxy+}"), props, name, implied=implied)
        every = props.get("any_method")
        if every.is_absent() or not every.is_(False):
            node.proxied = self
            node.add(call, Scalar("ANY"), None, False, Arguments(call.world))
        else:
            node.proxied = self
        return node

    def add(
        self,
        call: Call,
        verb: Value,
        integration: Node | None,
        written: bool,
        options: Arguments,
        *,
        implied: bool = True,
    ) -> Node:
        """A method of this path; at the top, everything includes the root itself."""
        made = add_method(call, self, verb, integration, written, options, implied=implied)
        top = self.proxied
        if top is not None and top.resource is None:
            add_method(call, top, verb, integration, written, options)
        return made

    def _method(self, call: Call) -> Node:
        verb = given(call.folded(0, "http_method"), "a method")
        value = call.argument(1, "target")
        if value is None:
            value = call.argument(1, "integration")
        node = call.world.node(value) if value is not None else None
        # Python takes the options by name.
        return self.add(call, verb, node, value is not None, call.props(2), implied=False)

    def _for_path(self, call: Call) -> Node:
        text = _text(call.folded(0, "path"))
        if text is None:
            return self.child(call, Unknown("a path"), Arguments(call.world))
        node = self
        for part in text.strip("/").split("/") if text.strip("/") else ():
            node = node.children.get(part) or node.child(call, Scalar(part), Arguments(call.world))
        return node


def merged(own: Arguments | None, above: Arguments | None) -> Arguments | None:
    """Arguments over those from above."""
    if own is None or above is None:
        return own if own is not None else above
    entries = {**({} if own.open else above.entries), **own.entries}
    return Arguments(own.world, entries, own.open or above.open, own.origin)


def _text(value: Value | None) -> str | None:
    return value.text() if value is not None else None


def _below(path: Value | str, part: Value) -> Value | str:
    above = path if isinstance(path, str) else path.text()
    text = part.text()
    if above is not None and text is not None:
        return f"{above.rstrip('/')}/{text}"
    return joined(Template((path, "/", part)))


def _parts(value: Value | str) -> tuple[str | Value, ...]:
    return (value,) if isinstance(value, str) else value.pieces() or (value,)


def _masked(path: Value | str) -> Value | str:
    """A path in an ARN: what is variable in it may be anything."""
    text = path if isinstance(path, str) else path.text()
    if text is not None:
        return re.sub(r"\{[^}]*\}", "*", text)
    return Unknown("a path", (path,)) if isinstance(path, Value) else path
