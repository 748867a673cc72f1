"""Methods of REST interfaces: who may call them, and what is behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.described import Described, describe
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.authorizers import Authorizer
from stackproof.frameworks.cdk.serverless.integrations import Integration, mock, models, responses
from stackproof.frameworks.cdk.thing import Made, Node, Opaque
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.values import (
    Certainty,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.apiresources import Api, ResourceNode

_HEADERS = "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token,X-Amz-User-Agent"
_METHODS = "OPTIONS,GET,PUT,POST,DELETE,PATCH,HEAD"


class MethodThing(Made):
    """A method of a resource."""

    def __init__(self, resource: Resource, node: ResourceNode, verb: Value) -> None:
        super().__init__(resource, {"method_id": "id"})
        self.node = node
        self.verb = verb
        self.label = resource.name

    @property
    def api(self) -> Api:
        """The interface."""
        return self.node.api

    def arn(self, *, test: bool = False) -> Value:
        """Its ARN in the interface's stage, or in the one for tests."""
        return self.api.execute_arn(self.verb, self.node.path, "test-invoke-stage" if test else None)

    def attribute(self, name: str) -> Node | None:
        match name:
            case "method_arn":
                return self.arn()
            case "test_method_arn":
                return self.arn(test=True)
            case "api" | "rest_api":
                return self.api
            case "resource":
                return self.node
            case "http_method":
                return self.verb
            case _:
                return super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        if method == "add_method_response":
            self.resource.properties.open = True
            return Opaque()
        if method.startswith(("metric", "grant")):
            # `grantExecute` lets a role call the method.
            if method == "grant_execute":
                from stackproof.frameworks.cdk.grants import grant

                return grant(call, call.argument(0, "grantee"), ["execute-api:Invoke"], [self.arn()])
            return Opaque((self.value(),))
        return super().call(method, call)


def add_method(
    call: Call,
    node: ResourceNode,
    verb: Value,
    integration: Node | None,
    given: bool,
    options: Arguments,
    *,
    name: str = "",
    implied: bool = True,
) -> MethodThing:
    """A method of a resource. ``given`` when an integration is, be it known or not; else the defaults apply."""
    world = call.world
    text = verb.text()
    shown = name or f"{node.label}/{text or 'method'}"
    behind = integration if given else node.integration
    entries = {
        "rest_api_id": MapEntry(node.api.id),
        "resource_id": MapEntry(node.id),
        "http_method": MapEntry(Scalar(text.upper(), origin=verb.origin) if text is not None else verb),
    }
    entries |= _authorization(call, node, options)
    entries |= _scopes(options, node.options, entries["authorization_type"].value)
    entries |= _plain(options, node.options)
    if isinstance(behind, Integration):
        entries["integration"] = MapEntry(_copied(behind.block), None, behind.block.origin)
    elif behind is None and not given and node.integration_known:
        entries["integration"] = MapEntry(mock(world))
    else:
        entries["integration"] = MapEntry(Unknown("an integration"))
    made = describe(world, "AWS::ApiGateway::Method", shown, entries, implied=implied)
    made.resource.properties.open = made.resource.properties.open or options.open
    thing = MethodThing(made.resource, node, entries["http_method"].value)
    node.api.deploys(made.resource, *made.beside)
    if isinstance(behind, Integration):
        behind.bind(call, thing)
    return thing


def _copied(value: MappingValue) -> MappingValue:
    return MappingValue(dict(value.entries), open=value.open, origin=value.origin)


def _holder(options: Arguments, defaults: Arguments | None, name: str) -> Arguments:
    """Where an argument is: in a method's own options, or among those for all methods."""
    if defaults is None or options.raw(name) is not None:
        return options
    return Arguments(options.world, {}, open=True) if options.open else defaults


def _authorization(call: Call, node: ResourceNode, options: Arguments) -> dict[str, MapEntry]:
    """Who may call the method: as its authorizer says, else as told, else everybody."""
    asked = _holder(options, node.options, "authorization_type")
    kind, entry = asked.get("authorization_type"), asked.entry("authorization_type")
    places = (entry.key_origin, entry.origin) if entry is not None else (None, None)
    holder = _holder(options, node.options, "authorizer")
    own = options.get("authorization_type")
    if options.absent("authorizer") and not own.is_absent() and not own.is_not("NONE"):
        # Who asks for nobody to be asked does not get the authorizer for all methods.
        if own.is_("NONE"):
            return {"authorization_type": MapEntry(kind, *places)}
        holder = Arguments(options.world, {}, open=True)
    if holder.raw("authorizer") is not None:
        return _authorizer(node, holder, kind)
    if holder.absent("authorizer"):
        none = Scalar("NONE", certainty=Certainty.DEFAULT)
        return {"authorization_type": MapEntry(none if kind.is_absent() else kind, *places)}
    # With an authorizer, the type is still what is told.
    unclear = Unknown("an authorizer may be given")
    return {
        "authorizer_id": MapEntry(unclear),
        "authorization_type": MapEntry(kind if kind.is_present() else unclear, *places),
    }


def _authorizer(node: ResourceNode, holder: Arguments, kind: Value) -> dict[str, MapEntry]:
    authorizer, place = holder.node("authorizer"), holder.entry("authorizer")
    origins = (place.key_origin, place.origin) if place is not None else (None, None)
    if isinstance(authorizer, Authorizer):
        authorizer.attach(node.api)
        known = authorizer.kind if authorizer.kind is not None else kind
        number: Value = ResourceReference(authorizer.resource, "id")
    else:
        # An object of the author's own names the authorizer and its type.
        inner = holder.nested("authorizer")
        number = inner.get("authorizer_id") if inner is not None else Unknown("an authorizer")
        own = inner.get("authorization_type") if inner is not None else Unknown("a kind of authorizer")
        known = kind if own.is_absent() else own
    return {"authorizer_id": MapEntry(number, *origins), "authorization_type": MapEntry(known, *origins)}


def _scopes(options: Arguments, defaults: Arguments | None, kind: Value) -> dict[str, MapEntry]:
    """Scopes, which only pools of users know."""
    holder = _holder(options, defaults, "authorization_scopes")
    value, entry = holder.get("authorization_scopes"), holder.entry("authorization_scopes")
    if value.is_absent() or kind.is_not("COGNITO_USER_POOLS"):
        return {}
    known = value if kind.is_("COGNITO_USER_POOLS") else Unknown("scopes", (value,), origin=value.origin)
    return {
        "authorization_scopes": MapEntry(
            known, entry.key_origin if entry else None, entry.origin if entry else None
        )
    }


def _plain(options: Arguments, defaults: Arguments | None) -> dict[str, MapEntry]:
    found: dict[str, MapEntry] = {}

    def put(name: str, target: str, value: Value, holder: Arguments) -> None:
        entry = holder.entry(name)
        if not value.is_absent():
            found[target] = MapEntry(
                value, entry.key_origin if entry else None, entry.origin if entry else None
            )

    for name in ("api_key_required", "operation_name", "request_parameters"):
        holder = _holder(options, defaults, name)
        value = holder.get(name, VERBATIM) if name == "request_parameters" else holder.get(name)
        put(name, name, value, holder)
    for name in ("request_models", "method_responses"):
        holder = _holder(options, defaults, name)
        shown = (
            models(holder.world, holder, name)
            if name == "request_models"
            else responses(holder.world, holder, name)
        )
        put(name, name, shown, holder)
    holder = _holder(options, defaults, "request_validator")
    validator = holder.thing("request_validator")
    if isinstance(validator, Made):
        put("request_validator", "request_validator_id", ResourceReference(validator.resource, "id"), holder)
    elif not holder.absent("request_validator"):
        put("request_validator", "request_validator_id", Unknown("a validator"), holder)
    elif not options.absent("request_validator_options"):
        put("request_validator_options", "request_validator_id", Unknown("a validator of its own"), options)
    return found


def preflight(call: Call, node: ResourceNode, cors: Arguments) -> MethodThing:
    """The method that answers browsers which ask whether they may call the others."""
    headers = {
        "Access-Control-Allow-Headers": _quoted(cors, "allow_headers", _HEADERS),
        "Access-Control-Allow-Origin": _origin(cors),
        "Access-Control-Allow-Methods": _quoted(cors, "allow_methods", _METHODS, everything=_METHODS),
    }
    credentials = cors.get("allow_credentials")
    if credentials.is_(True):
        headers["Access-Control-Allow-Credentials"] = Scalar("'true'")
    extra = any(cors.raw(n) is not None for n in ("max_age", "disable_cache", "expose_headers"))
    origins = cors.get("allow_origins")
    first = origins.get(0)
    several = not (origins.is_closed() and len(origins.items()) == 1)
    extra = (
        extra
        or cors.open
        or several
        or not first.is_("*")
        or not (credentials.is_absent() or credentials.is_(True))
    )
    names = {f"method.response.header.{k}": v for k, v in headers.items()}
    code = cors.get("status_code")
    status: Value = Scalar("204") if code.is_absent() else _as_text(code)
    answer = block(status_code=status)
    answer.entries["response_parameters"] = MapEntry(
        MappingValue({k: MapEntry(v) for k, v in names.items()}, open=extra)
    )
    if several:
        answer.open = True
    integration = block(type="MOCK")
    integration.entries["request_templates"] = MapEntry(
        MappingValue({"application/json": MapEntry(Scalar("{ statusCode: 200 }"))})
    )
    integration.entries["integration_responses"] = MapEntry(Sequence([answer]))
    allowed = MappingValue({k: MapEntry(Scalar(True)) for k in names}, open=extra)
    response = block(status_code=status)
    response.entries["response_parameters"] = MapEntry(allowed)
    made: Described = describe(
        call.world,
        "AWS::ApiGateway::Method",
        f"{node.label}/OPTIONS",
        {
            "rest_api_id": MapEntry(node.api.id),
            "resource_id": MapEntry(node.id),
            "http_method": MapEntry(Scalar("OPTIONS")),
            "authorization_type": MapEntry(Scalar("NONE")),
            "api_key_required": MapEntry(Scalar(False)),
            "integration": MapEntry(integration),
            "method_responses": MapEntry(Sequence([response])),
        },
        implied=True,
        role="preflight",
    )
    node.api.deploys(made.resource, *made.beside)
    return MethodThing(made.resource, node, Scalar("OPTIONS"))


def _as_text(value: Value) -> Value:
    number = value.number()
    return Scalar(str(number), origin=value.origin) if number is not None else value


def _quoted(cors: Arguments, name: str, otherwise: str, everything: str = "*") -> Value:
    """A list in one text, in quotes."""
    value = cors.get(name)
    if value.is_absent():
        return Scalar(f"'{otherwise}'", certainty=Certainty.DEFAULT)
    texts = [v.text() for v in value.items()]
    if not value.is_closed() or any(t is None for t in texts):
        return Unknown(name, (value,), origin=value.origin)
    if name == "allow_methods" and "ANY" in texts:
        return Scalar(f"'{everything}'", origin=value.origin)
    return Scalar("'" + ",".join(t for t in texts if t is not None) + "'", origin=value.origin)


def _origin(cors: Arguments) -> Value:
    first = cors.get("allow_origins").get(0)
    text = first.text()
    if text is not None:
        return Scalar(f"'{text}'", origin=first.origin)
    return (
        joined(Template(("'", first, "'"), origin=first.origin))
        if first.is_present()
        else Unknown("an origin")
    )
