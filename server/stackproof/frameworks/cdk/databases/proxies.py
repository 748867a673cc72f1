"""Proxies in front of databases, with their role, their security group and their targets."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.databases.databasething import DatabaseThing, network, own_groups, user_arn
from stackproof.frameworks.cdk.databases.groups import subnet_ids
from stackproof.frameworks.cdk.databases.monitoring import arn_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.granting import bestow_by, grantee
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.kms import KeyThing
from stackproof.frameworks.cdk.security.secrets import SecretThing
from stackproof.frameworks.cdk.securitygroups import groups_given
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_POOL = {
    "borrow_timeout": "connection_borrow_timeout",
    "init_query": "init_query",
    "max_connections_percent": "max_connections_percent",
    "max_idle_connections_percent": "max_idle_connections_percent",
    "session_pinning_filters": "session_pinning_filters",
}


class ProxyThing(Made):
    """A proxy; ``secrets`` are those by which it logs in."""

    def __init__(
        self,
        world: World,
        resource: Resource,
        vpc: VpcThing | None = None,
        secrets: list[SecretThing] | None = None,
    ) -> None:
        super().__init__(resource, {"db_proxy_name": "name", "db_proxy_arn": "arn", "endpoint": "endpoint"})
        self.world = world
        self.vpc = vpc
        self.secrets = secrets or []

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "grant_connect":
                user = call.folded(1, "db_user")
                if user is None:
                    user = self.secrets[0].field("username") if len(self.secrets) == 1 else Unknown("a user")
                # The service's own name of the proxy is the end of its ARN.
                own = Unknown("the service's name of the proxy", (ResourceReference(self.resource, "arn"),))
                return grant(call, grantee(call), ["rds-db:connect"], [user_arn(self.world, own, user)])
            case "add_endpoint":
                name = f"{self.resource.name}/{self.world.name(call, 0)}"
                return _make_endpoint(call, call.props(1), name, self, implied=True)
            case "as_secret_attachment_target":
                return Opaque((self.value(),))
            case _:
                return super().call(method, call)


class Target(Opaque):
    """``ProxyTarget.fromCluster(cluster)``."""

    def __init__(self, database: Thing | None) -> None:
        super().__init__()
        self.database = database


def make_proxy(
    call: Call,
    props: Arguments,
    name: str,
    database: Thing | None,
    named: Value | None,
    *,
    implied: bool = True,
) -> Node:
    """A proxy with everything around it; ``named`` is its id in the program."""
    world = call.world
    made = Arranged(props)
    made.copy("debug_logging", "idle_client_timeout", "default_auth_scheme", require_tls="require_tls")
    made.otherwise("require_tls", True)
    made.put("db_proxy_name", _name(props, named), "db_proxy_name")
    made.put("vpc_subnet_ids", subnet_ids(props), "vpc_subnets")
    role, arn = _role(call, props, name)
    made.put("role_arn", arn, "role")
    secrets = _secrets(call, props, made, role)
    vpc = network(props)
    groups = groups_given(props)
    if groups is None:
        groups = own_groups(call, props, f"{name}/Proxy", "SecurityGroup for Database Proxy", vpc)
    made.put("vpc_security_group_ids", groups.ids, "security_groups")
    engine = database.engine if isinstance(database, DatabaseThing) else None
    made.put("engine_family", Unknown("a family of engines") if engine is None else default(engine.kind))
    for read in (*_POOL, "vpc", "proxy_target"):
        props.entry(read)
    proxy = describe(world, "AWS::RDS::DBProxy", name, made, implied=implied).resource
    thing = ProxyThing(world, proxy, vpc, secrets)
    connections = groups.connections(world)
    thing.attributes["connections"] = connections
    _let_in(call, database, connections)
    _serve(world, proxy, props, database)
    return thing


def _name(props: Arguments, named: Value | None) -> Value:
    given = props.get("db_proxy_name")
    if not given.is_absent():
        return given
    if props.world.flag("@aws-cdk/aws-rds:databaseProxyUniqueResourceName") is False:
        return named if named is not None else Unknown("the id of the proxy")
    return Unknown("a name from the path of the proxy")


def _role(call: Call, props: Arguments, name: str) -> tuple[Holder | None, Value]:
    given = props.thing("role")
    if isinstance(given, Holder):
        return given, ResourceReference(given.resource, "arn")
    if props.raw("role") is not None:
        return None, Unknown("a role", (props.get("role"),))
    own = implied_role(call.world, f"{name}/IAMRole", "rds.amazonaws.com", "proxy-role", complete=True)
    return own, ResourceReference(own.resource, "arn")


def _secrets(call: Call, props: Arguments, made: Arranged, role: Holder | None) -> list[SecretThing]:
    """Secrets by which the proxy logs in, which its role may read."""
    written = props.raw("secrets")
    elements = call.world.elements(written) if written is not None else []
    found: list[SecretThing] = []
    blocks: list[Value] = []
    on = props.get("iam_auth")
    for value in elements or ():
        secret = call.world.node(value)
        known = secret if isinstance(secret, SecretThing) else None
        if role is not None:
            bestow_by(call, known, "grant_read", role)
            if known is not None and isinstance(known.key, KeyThing):
                bestow_by(call, known.key, "grant_decrypt", role)
        if known is not None:
            found.append(known)
        entries: dict[str, Value] = {"auth_scheme": Scalar("SECRETS")}
        kind = props.get("client_password_auth_type")
        if not kind.is_absent():
            entries["client_password_auth_type"] = kind
        required = on.is_(True)
        certain = required or on.is_absent() or on.is_(False)
        word = Scalar("REQUIRED" if required else "DISABLED", origin=on.origin)
        entries["iam_auth"] = word if certain else Unknown("a switch", (on,), origin=on.origin)
        entries["secret_arn"] = known.arn if known is not None else Unknown("a secret")
        blocks.append(MappingValue({k: MapEntry(v) for k, v in entries.items()}))
    for read in ("iam_auth", "client_password_auth_type"):
        props.entry(read)
    if written is not None:
        made.put("auth", Sequence(blocks, open=elements is None), "secrets")
    if elements is None and role is not None:
        bestow_by(call, None, "grant_read", role)
    return found


def _let_in(call: Call, database: Thing | None, proxy: Connections) -> None:
    """The database's group lets the proxy in."""
    theirs = call.world.attribute(database, "connections") if database is not None else None
    if isinstance(database, DatabaseThing) and isinstance(theirs, Connections):
        word = "Instance" if database.resource.type == "aws_db_instance" else "Cluster"
        said = Scalar(f"Allow connections to the database {word} from the Proxy")
        theirs.allow("ingress", proxy, database.ports, said, certain=call.certain)
    else:
        proxy.unsettle()


def _serve(world: World, proxy: Resource, props: Arguments, database: Thing | None) -> None:
    pool: dict[str, MapEntry] = {}
    for source, target in _POOL.items():
        value, entry = props.get(source), props.entry(source)
        if not value.is_absent():
            pool[target] = MapEntry(
                value, entry.key_origin if entry else None, entry.origin if entry else None
            )
    entries = {
        "db_proxy_name": MapEntry(ResourceReference(proxy, "name")),
        "connection_pool_configuration_info": MapEntry(MappingValue(pool, open=props.open)),
        "target_group_name": MapEntry(default("default")),
    }
    cluster = isinstance(database, Made) and database.resource.type != "aws_db_instance"
    attribute = "cluster_identifier" if cluster else "identifier"
    served: Value = Unknown("a database")
    if isinstance(database, Made):
        served = ResourceReference(database.resource, attribute)
    key = "db_cluster_identifiers" if cluster else "db_instance_identifiers"
    entries[key] = MapEntry(Sequence([served]))
    describe(world, "AWS::RDS::DBProxyTargetGroup", f"{proxy.name}/ProxyTargetGroup", entries, implied=True)


def _proxy(call: Call) -> Node:
    props = call.props()
    target = props.node("proxy_target")
    database = target.database if isinstance(target, Target) else None
    return make_proxy(call, props, call.world.name(call), database, call.folded(1, "id"), implied=False)


def _target(call: Call) -> Node:
    first = call.thing(0, "cluster")
    return Target(first if first is not None else call.thing(0, "instance"))


def _endpoint(call: Call) -> Node:
    props = call.props()
    proxy = props.thing("db_proxy")
    known = proxy if isinstance(proxy, ProxyThing) else None
    return _make_endpoint(call, props, call.world.name(call), known, implied=False)


def _make_endpoint(
    call: Call, props: Arguments, name: str, proxy: ProxyThing | None, *, implied: bool
) -> Node:
    made = Arranged(props)
    made.copy("target_role")
    given = props.get("db_proxy_endpoint_name")
    made.put(
        "db_proxy_endpoint_name",
        Unknown("a name from the path of the endpoint") if given.is_absent() else given,
        "db_proxy_endpoint_name",
    )
    own: Value | None = (
        ResourceReference(proxy.resource, "name") if proxy is not None else arn_of(props, "db_proxy", "name")
    )
    made.put("db_proxy_name", own, "db_proxy")
    vpc = network(props)
    if vpc is None and props.raw("vpc") is None and proxy is not None:
        vpc = proxy.vpc
    subnets = subnet_ids(props) if props.raw("vpc") is not None or vpc is None else vpc.subnet_ids(props)
    made.put("vpc_subnet_ids", subnets, "vpc_subnets")
    groups = groups_given(props)
    if groups is not None:
        made.put("vpc_security_group_ids", groups.ids, "security_groups")
    resource = describe(call.world, "AWS::RDS::DBProxyEndpoint", name, made, implied=implied).resource
    thing = Made(resource, {"db_proxy_endpoint_name": "db_proxy_endpoint_name", "endpoint": "endpoint"})
    if groups is not None:
        thing.attributes["connections"] = groups.connections(call.world)
    return thing


def _external(call: Call) -> Node:
    thing = ProxyThing(call.world, call.world.external("aws_db_proxy", call))
    thing.fragile = False
    return thing


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-rds.DatabaseProxy": _proxy,
        "aws-rds.DatabaseProxy.from_database_proxy_attributes": _external,
        "aws-rds.DatabaseProxyEndpoint": _endpoint,
        "aws-rds.ProxyTarget.from_cluster": _target,
        "aws-rds.ProxyTarget.from_instance": _target,
    }
)
