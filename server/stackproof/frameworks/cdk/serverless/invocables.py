"""What functions, their versions and their aliases have in common: who may call them, and how."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.grants import Grantee, grant, grantee_of, permission
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.principals import Principal, principal_of
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.asynchronous import invoke_config
from stackproof.frameworks.cdk.serverless.filling import fill
from stackproof.frameworks.cdk.serverless.receivers import Receiver, give
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.world import World
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

_NOTHING: Mapping[str, Value | str | None] = MappingProxyType({})
# Methods that change nothing which the graph holds.
_HARMLESS = ("metric", "warn_invoke_function_permissions", "consider_warning_on_invoke_function_permissions")


class Invocable(Receiver):
    """A function, or one of its versions or aliases.

    ``arn`` is how permissions call it, ``qualifier`` the name of the version or alias. Permissions are added
    only where it is ``permitting``; None when that is not known.
    """

    def __init__(
        self,
        world: World,
        resource: Resource,
        arn: Value,
        *,
        label: str = "",
        qualifier: Value | None = None,
        role: Holder | None = None,
        permitting: bool | None = True,
    ) -> None:
        super().__init__(resource)
        self.world = world
        self.arn = arn
        self.label = label or resource.name
        self.qualifier = qualifier
        self.grantee = role
        self.permitting = permitting
        self.names = {"function_arn": "arn", "function_name": "function_name"}
        self._invited: set[str] = set()

    @property
    def function(self) -> Resource:
        """The function itself."""
        return self.resource

    def invoked(self) -> list[Value]:
        """The ARNs which a caller must be allowed to call."""
        return [self.arn] if self.qualifier is not None else [self.arn, Template((self.arn, ":*"))]

    def attribute(self, name: str) -> Node | None:
        match name:
            case "role" | "grant_principal" if self.grantee is not None:
                return self.grantee
            case "permissions_node":
                return Opaque()
            case "resource_arns_for_grant_invoke":
                return Unknown("ARNs of a function", tuple(self.invoked()))
            case _:
                return super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_permission":
                return self._permission(call)
            case "grant_invoke":
                return self.invite(call, call.argument(0, "grantee"), self.invoked())
            case "grant_invoke_latest_version":
                return self.invite(
                    call, call.argument(0, "grantee"), [self.arn, Template((self.arn, ":$LATEST"))]
                )
            case "grant_invoke_version":
                return grant(call, call.argument(0, "grantee"), ["lambda:InvokeFunction"], self.invoked())
            case "grant_invoke_composite_principal":
                return self._each(call)
            case "grant_invoke_url":
                return self._invite_by_url(call, call.argument(0, "grantee"))
            case "add_function_url":
                return self.url(call, call.props(0), f"{self.label}/FunctionUrl")
            case "configure_async_invoke":
                return invoke_config(
                    call, self, call.props(0), f"{self.label}/EventInvokeConfig", self.grantee
                )
            case "add_event_source":
                return self._source(call)
            case "add_event_source_mapping":
                from stackproof.frameworks.cdk.serverless.mappings import mapping

                return mapping(call, self, call.props(1), self.world.name(call, 0))
            case "add_to_role_policy":
                return self.grantee.call("add_to_policy", call) if self.grantee is not None else Opaque()
            case _ if method.startswith(_HARMLESS):
                return Opaque((self.value(),))
        return super().call(method, call)

    def _source(self, call: Call) -> Node | None:
        from stackproof.frameworks.cdk.serverless.sources import Source

        source = call.thing(0, "source")
        if not isinstance(source, Source):
            return None
        source.bind(call, self)
        return Opaque()

    # --- permissions ---

    def permit(
        self,
        principal: Value | str,
        name: str = "Invoke",
        more: Mapping[str, Value | str | None] = _NOTHING,
        *,
        conditional: bool = False,
    ) -> Resource | None:
        """Let a service or account call it; None where the library cannot add permissions."""
        if self.permitting is False:
            return None
        given: dict[str, Value | None] = {
            "action": Scalar("lambda:InvokeFunction"),
            "function_name": self.arn,
            "principal": Scalar(principal) if isinstance(principal, str) else principal,
        }
        given |= {k: Scalar(v) if isinstance(v, str) else v for k, v in more.items()}
        made = self.world.add("aws_lambda_permission", f"{self.label}/{name}", given, role="permission")
        made.conditional = made.conditional or conditional or self.permitting is None
        return made

    def _permission(self, call: Call) -> Node:
        props = call.props(1)
        value = props.raw("principal")
        found = principal_of(call.world, value) if value is not None else None
        first = found.items[0] if found is not None and len(found.items) == 1 else None
        made = self.permit(
            first.spoken if first is not None else Unknown("a principal", (props.get("principal"),)),
            self.world.name(call, 0),
            _conditions(first) if first is not None else {},
        )
        if made is None:
            return Opaque()
        made.implied = False
        made.properties.open = props.open
        names = {
            "action": "action",
            "source_arn": "source_arn",
            "source_account": "source_account",
            "event_source_token": "event_source_token",
            "function_url_auth_type": "function_url_auth_type",
            "organization_id": "principal_org_id",
        }
        fill(made, props, {k: v for k, v in names.items() if props.raw(k) is not None})
        return Opaque()

    def accept(self, call: Call, found: Grantee, conditions: Value | None = None) -> None:
        """Let someone call it."""
        if found.role is not None or found.principals is None:
            give(call, found, ["lambda:InvokeFunction"], self.invoked(), conditions=conditions)
            return
        for principal in found.principals.items:
            self._invite(principal)

    def invite(self, call: Call, value: Value | None, arns: list[Value]) -> Node:
        """Let someone call it: by the policy of a role, or by permissions for services and accounts."""
        found = grantee_of(call.world, value)
        if found.role is not None or found.principals is None:
            return grant(call, value, ["lambda:InvokeFunction"], arns)
        for principal in found.principals.items:
            self._invite(principal)
        return Opaque()

    def _invite(self, principal: Principal) -> None:
        text = principal.spoken.text()
        if text is not None and principal.conditions is None and not self.world.current.conditional:
            if text in self._invited:
                return
            self._invited.add(text)
        self.permit(principal.spoken, more=_conditions(principal))

    def _each(self, call: Call) -> Node:
        return self.invite(call, call.argument(0, "composite_principal"), self.invoked())

    # --- addresses ---

    def url(self, call: Call, props: Arguments, name: str, *, implied: bool = True) -> Node:
        """An address for it, which anyone may use when it asks for no authorization."""
        resource = self.world.add("aws_lambda_function_url", name, implied=implied)
        resource.properties.open = props.open
        auth = props.get("auth_type")
        put(resource, "function_name", ResourceReference(self.function, "arn"))
        put(resource, "qualifier", self.qualifier)
        put(
            resource,
            "authorization_type",
            Scalar("AWS_IAM") if auth.is_absent() else auth,
            props.entry("auth_type"),
        )
        fill(resource, props, {"invoke_mode": "invoke_mode"})
        _cors(resource, props)
        if not auth.is_absent() and not auth.is_not("NONE"):
            public = auth.is_("NONE")
            asked = {"action": "lambda:InvokeFunctionUrl", "function_url_auth_type": "NONE"}
            self.permit("*", "invoke-function-url", asked, conditional=not public)
            self.permit("*", "invoke-function", conditional=not public)
        made = Made(resource, {"url": "function_url", "function_arn": "function_arn"})
        made.methods["grant_invoke_url"] = lambda c: self._invite_by_url(c, c.argument(0, "grantee"))
        made.attributes["auth_type"] = resource["authorization_type"]
        return made

    def _invite_by_url(self, call: Call, value: Value | None) -> Node:
        found = grantee_of(call.world, value)
        if found.role is not None:
            url = block(
                StringEquals=MappingValue({"lambda:FunctionUrlAuthType": MapEntry(Scalar("AWS_IAM"))})
            )
            via = block(Bool=MappingValue({"lambda:InvokedViaFunctionUrl": MapEntry(Scalar(True))}))
            for action, condition in (("lambda:InvokeFunctionUrl", url), ("lambda:InvokeFunction", via)):
                found.role.allow(permission([action], [self.arn], condition), certain=call.certain)
            return Opaque()
        for principal in found.principals.items if found.principals is not None else ():
            given = _conditions(principal)
            asked = {"action": "lambda:InvokeFunctionUrl", "function_url_auth_type": "AWS_IAM"}
            self.permit(principal.spoken, more={**asked, **given})
            self.permit(principal.spoken, more=given)
        return (
            Opaque()
            if found.principals is not None
            else grant(call, value, ["lambda:InvokeFunctionUrl"], [self.arn])
        )


def _conditions(principal: Principal) -> dict[str, Value | str | None]:
    """Those conditions of a principal that a permission has arguments for."""
    found: dict[str, Value | str | None] = {}
    conditions = principal.conditions
    if isinstance(conditions, MappingValue):
        for entry in conditions.entries.values():
            for key, name in (
                ("aws:SourceArn", "source_arn"),
                ("aws:SourceAccount", "source_account"),
                ("aws:PrincipalOrgID", "principal_org_id"),
            ):
                value = entry.value.get(key)
                if not value.is_absent():
                    found[name] = value
    return found


def _cors(resource: Resource, props: Arguments) -> None:
    cors = props.nested("cors")
    if cors is None:
        value = props.get("cors")
        unclear = value if value.is_absent() else Unknown("cross-origin rules", (value,))
        put(resource, "cors", unclear, props.entry("cors"))
        return
    made = block()
    made.open = cors.open
    names = {
        "allow_credentials": "allow_credentials", "allowed_headers": "allow_headers", "allowed_methods": "allow_methods",
        "allowed_origins": "allow_origins", "exposed_headers": "expose_headers", "max_age": "max_age",
    }  # fmt: skip
    for source, target in names.items():
        value = cors.get(source)
        if not value.is_absent():
            made.entries[target] = MapEntry(value)
    if cors.absent("allowed_methods"):
        made.entries["allow_methods"] = MapEntry(Sequence([Scalar("*", certainty=Certainty.DEFAULT)]))
    put(resource, "cors", made, props.entry("cors"))
