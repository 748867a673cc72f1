"""What listeners of load balancers do with requests."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as ReadOnly
from types import MappingProxyType
from typing import Protocol

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.balancing.targets import Front, TargetGroup
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.peers import Peer, Ports, tcp
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Thing, given
from stackproof.frameworks.cdk.world import World
from stackproof.model.values import Absent, MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class Bound(Front, Protocol):
    """What an action is bound to: a listener with its connections."""

    @property
    def connections(self) -> Connections:
        """The groups of the load balancer."""
        ...


class Action(Thing):
    """An action, and the one that follows it."""

    def __init__(
        self,
        json: Value,
        groups: ReadOnly[TargetGroup] = (),
        following: Action | None = None,
        outbound: bool = False,
    ) -> None:
        self.json = json
        self.groups = groups
        self.following = following
        # Whether it asks somebody outside who a client is.
        self.outbound = outbound

    @classmethod
    def unknown(cls, world: World, mentions: tuple[Value, ...] = ()) -> Action:
        """An action of which nothing is known."""
        return cls(Unknown("an action", mentions))

    def value(self) -> Value:
        return self.json

    def listed(self) -> Value:
        """The actions in order; their order is told as soon as there are two."""
        chain: list[Value] = []
        action: Action | None = self
        while action is not None:
            chain.append(action.json)
            action = action.following
        if isinstance(chain[-1], Unknown):
            # An action that is not known may be followed by others.
            return chain[0] if len(chain) == 1 else Sequence(chain[:-1], open=True)
        if len(chain) > 1:
            for number, json in enumerate(chain, 1):
                if isinstance(json, MappingValue):
                    json.entries["order"] = MapEntry(default(number))
        return Sequence(chain)

    def bind(self, listener: Bound, *, certain: bool = True) -> None:
        """Tell the groups of their listener, and let the load balancer reach whom it must."""
        if self.following is not None:
            self.following.bind(listener, certain=certain)
        for group in self.groups:
            group.stand_behind(listener, certain=certain)
        if self.outbound:
            anyone = Connections(listener.connections.world, peer=Peer("ipv4", Scalar("0.0.0.0/0")))
            said = Scalar("Allow to IdP endpoint")
            listener.connections.allow("egress", anyone, _https(), said, certain=certain)


def _https() -> Ports:
    return tcp(Scalar(443))


def action_of(world: World, value: Value | None) -> Action:
    """The action that a value means."""
    node = world.node(value) if value is not None else None
    if isinstance(node, Action):
        return node
    return Action.unknown(world, (world.fold(value),) if value is not None else ())


def forward(
    groups: ReadOnly[Made],
    weights: ReadOnly[Value | None] = (),
    duration: Value | None = None,
    *,
    network: bool = False,
) -> Action:
    """Send requests to groups; several share them by weight."""
    known = [g for g in groups if isinstance(g, TargetGroup)]
    if len(groups) == 1 and not weights and duration is None:
        arn = ResourceReference(groups[0].resource, "arn")
        return Action(block(type="forward", target_group_arn=arn), known)
    listed: list[Value] = []
    for number, group in enumerate(groups):
        weight = weights[number] if number < len(weights) else None if network else default(1)
        listed.append(block(arn=ResourceReference(group.resource, "arn"), weight=weight))
    inner = block(target_group=Sequence(listed))
    if duration is not None:
        inner.entries["stickiness"] = MapEntry(block(enabled=True, duration=duration))
    return Action(block(type="forward", forward=inner), known)


def _next(props: Arguments) -> Action | None:
    written = props.raw("next")
    return action_of(props.world, written) if written is not None else None


def _forward(network: bool) -> Recipe:
    def recipe(call: Call) -> Node:
        world = call.world
        written = call.argument(0, "target_groups")
        found = world.things(written) if written is not None else None
        groups = [t for t in found or () if isinstance(t, Made)]
        if found is None or not groups or len(groups) != len(found):
            return Action.unknown(world, world.folder.mentions(call.construction))
        duration = call.props(1).get("stickiness_duration")
        return forward(groups, duration=None if duration.is_absent() else duration, network=network)

    return recipe


def _weighted(call: Call) -> Node:
    world = call.world
    written = call.argument(0, "target_groups")
    groups: list[Made] = []
    weights: list[Value | None] = []
    for element in (world.elements(written) if written is not None else None) or ():
        inner = arguments_of(world, element)
        group = inner.thing("target_group") if inner is not None else None
        if inner is None or not isinstance(group, Made):
            return Action.unknown(world, world.folder.mentions(call.construction))
        weight = inner.get("weight")
        groups.append(group)
        weights.append(None if weight.is_absent() else weight)
    duration = call.props(1).get("stickiness_duration")
    if not groups:
        return Action.unknown(world, world.folder.mentions(call.construction))
    return forward(groups, weights, None if duration.is_absent() else duration)


def _redirect(call: Call) -> Node:
    return redirect(call.props(0))


def redirect(props: Arguments, fallback: Mapping[str, Value] | None = None) -> Action:
    """Send clients elsewhere."""
    permanent = props.get("permanent")
    status: Value = Scalar("HTTP_301" if permanent.is_(True) else "HTTP_302")
    if not (permanent.is_(True) or permanent.is_(False) or permanent.is_absent()):
        status = Unknown("a status", origin=permanent.origin)
    entries = {"status_code": MapEntry(status)}
    for name in ("host", "path", "port", "protocol", "query"):
        value = props.get(name)
        if value.is_absent() and fallback is not None:
            value = fallback.get(name, value)
        if not value.is_absent():
            entry = props.entry(name)
            key, place = (entry.key_origin, entry.origin) if entry is not None else (None, None)
            entries[name] = MapEntry(value, key, place)
    inner = MappingValue(entries, open=props.open, origin=props.origin)
    return Action(block(type="redirect", redirect=inner), following=_next(props))


def old_redirect(props: Arguments) -> Action:
    """``addRedirectResponse``: the status is given itself."""
    made = redirect(props)
    status = props.get("status_code")
    inner = made.json.get("redirect")
    if isinstance(inner, MappingValue):
        inner.entries["status_code"] = MapEntry(
            status if not isinstance(status, Absent) else Unknown("a status")
        )
    return made


def fixed_response(props: Arguments, status: Value | None = None) -> Action:
    """Answer at once."""
    code = props.get("status_code") if status is None else status
    number = code.number()
    entries = {"status_code": MapEntry(code if number is None else Scalar(str(number), origin=code.origin))}
    for name in ("content_type", "message_body"):
        value = props.get(name)
        if not value.is_absent():
            entries[name] = MapEntry(value)
    inner = MappingValue(entries, open=props.open, origin=props.origin)
    return Action(block(type="fixed-response", fixed_response=inner), following=_next(props))


def _fixed(call: Call) -> Node:
    return fixed_response(call.props(1), given(call.folded(0, "status_code"), "a status"))


_OIDC = (
    "authentication_request_extra_params", "authorization_endpoint", "client_id", "issuer", "on_unauthenticated_request",
    "scope", "session_cookie_name", "session_timeout", "token_endpoint", "user_info_endpoint", "client_secret",
)  # fmt: skip


def _oidc(call: Call) -> Node:
    """Ask an identity provider who a client is."""
    props = call.props(0)
    entries = {n: MapEntry(props.get(n)) for n in _OIDC if not props.get(n).is_absent()}
    inner = MappingValue(entries, open=props.open, origin=props.origin)
    action = block(type="authenticate-oidc", authenticate_oidc=inner)
    return Action(action, following=_next(props), outbound=not props.get("allow_https_outbound").is_(False))


_COGNITO = (
    "authentication_request_extra_params", "on_unauthenticated_request", "scope", "session_cookie_name",
    "session_timeout",
)  # fmt: skip


def _cognito(call: Call) -> Node:
    """``new AuthenticateCognitoAction({ userPool, userPoolClient, userPoolDomain, next })``."""
    props = call.props(0)
    entries = {n: MapEntry(props.get(n)) for n in _COGNITO if not props.get(n).is_absent()}
    for source, target, attribute in (
        ("user_pool", "user_pool_arn", "arn"),
        ("user_pool_client", "user_pool_client_id", "id"),
        ("user_pool_domain", "user_pool_domain", "domain"),
    ):
        thing = props.thing(source)
        entries[target] = MapEntry(
            ResourceReference(thing.resource, attribute) if isinstance(thing, Made) else Unknown(target)
        )
    inner = MappingValue(entries, open=props.open, origin=props.origin)
    action = block(type="authenticate-cognito", authenticate_cognito=inner)
    return Action(action, following=_next(props), outbound=not props.get("allow_https_outbound").is_(False))


_E = "aws-elasticloadbalancingv2"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_E}.ListenerAction.forward": _forward(False),
        f"{_E}.ListenerAction.weighted_forward": _weighted,
        f"{_E}.ListenerAction.redirect": _redirect,
        f"{_E}.ListenerAction.fixed_response": _fixed,
        f"{_E}.ListenerAction.authenticate_oidc": _oidc,
        f"{_E}.NetworkListenerAction.forward": _forward(True),
        f"{_E}.NetworkListenerAction.weighted_forward": _weighted,
        "aws-elasticloadbalancingv2-actions.AuthenticateCognitoAction": _cognito,
    }
)
