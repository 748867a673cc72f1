"""Relational databases as others see them: their connections, secrets, rotation, proxies and grants."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.databases.engines import Engine
from stackproof.frameworks.cdk.granting import grantee
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.peers import Ports, tcp
from stackproof.frameworks.cdk.security.rotation import from_repository
from stackproof.frameworks.cdk.security.secrets import SecretThing
from stackproof.frameworks.cdk.securitygroups import Groups, groups_given, own_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Scalar, Sequence, Template, Unknown, Value

_DATA_API = (
    "rds-data:BatchExecuteStatement", "rds-data:BeginTransaction", "rds-data:CommitTransaction", "rds-data:ExecuteStatement",
    "rds-data:RollbackTransaction",
)  # fmt: skip
_INSTANCE = {
    "instance_arn": "arn",
    "instance_identifier": "identifier",
    "instance_resource_id": "resource_id",
    "db_instance_endpoint_address": "address",
    "db_instance_endpoint_port": "port",
}
_CLUSTER = {
    "cluster_arn": "arn",
    "cluster_identifier": "cluster_identifier",
    "cluster_resource_identifier": "cluster_resource_id",
}


class Endpoint(Opaque):
    """``cluster.clusterEndpoint``: where something listens."""

    def __init__(self, host: Value, port: Value) -> None:
        super().__init__((host,), "an endpoint")
        self._host = host
        self._port = port

    def attribute(self, name: str) -> Node | None:
        match name:
            case "hostname":
                return self._host
            case "port":
                return self._port
            case "socket_address":
                return Template((self._host, ":", self._port))
            case _:
                return self

    def call(self, method: str, call: Call) -> Node | None:
        return self._port if method == "port_as_string" else self


class DatabaseThing(Made):
    """A database on its own or a cluster of them; its engine and network as far as they are known."""

    def __init__(
        self,
        world: World,
        resource: Resource,
        groups: Groups | None,
        *,
        engine: Engine | None = None,
        vpc: VpcThing | None = None,
        port: Value | None = None,
    ) -> None:
        cluster = resource.type != "aws_db_instance"
        super().__init__(resource, dict(_CLUSTER if cluster else _INSTANCE))
        self.world = world
        self.engine = engine
        self.vpc = vpc
        self.secret: SecretThing | None = None
        listening: Value = port if port is not None else ResourceReference(resource, "port")
        self.ports: Ports = tcp(listening)
        if groups is not None:
            self.attributes["connections"] = groups.connections(world, self.ports)
        self._name_endpoints(cluster, listening)
        if engine is not None:
            self.attributes["engine"] = engine

    def _name_endpoints(self, cluster: bool, port: Value) -> None:
        names = (
            {"cluster_endpoint": "endpoint", "cluster_read_endpoint": "reader_endpoint"}
            if cluster
            else {"instance_endpoint": "address"}
        )
        for name, attribute in names.items():
            self.attributes[name] = Endpoint(ResourceReference(self.resource, attribute), port)

    def keep(self, secret: SecretThing | None) -> None:
        """The secret that the database completes."""
        if secret is not None:
            self.secret = secret.attach()
            self.attributes["secret"] = self.secret

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_rotation_single_user":
                return self._rotate(call, call.props(0), self.secret, "RotationSingleUser")
            case "add_rotation_multi_user":
                props = call.props(1)
                secret = props.thing("secret")
                rotated = secret if isinstance(secret, SecretThing) else None
                if self.secret is not None:
                    self.secret.keep(certain=call.certain)
                return self._rotate(call, props, rotated, self.world.name(call, 0))
            case "add_proxy":
                from stackproof.frameworks.cdk.databases.proxies import make_proxy

                name = f"{self.resource.name}/{self.world.name(call, 0)}"
                return make_proxy(call, call.props(1), name, self, call.folded(0, "id"))
            case "grant_connect":
                return self._connect(call)
            case "grant_data_api_access":
                return self._data_api(call)
            case "as_secret_attachment_target" | "on_event":
                return Opaque((self.value(),))
            case _:
                return super().call(method, call)

    def _rotate(self, call: Call, props: Arguments, secret: SecretThing | None, name: str) -> Node | None:
        connections = self.attributes.get("connections")
        if secret is None or not isinstance(connections, Connections):
            return None
        return from_repository(call, secret, props, f"{self.resource.name}/{name}", connections, self.vpc)

    def _connect(self, call: Call) -> Node:
        user = call.folded(1, "db_user")
        if user is None:
            user = self.secret.field("username") if self.secret is not None else Unknown("a user")
        identity = ResourceReference(
            self.resource, "resource_id" if self.resource.type == "aws_db_instance" else "cluster_resource_id"
        )
        return grant(call, grantee(call), ["rds-db:connect"], [user_arn(self.world, identity, user)])

    def _data_api(self, call: Call) -> Node:
        """Access by statements over HTTP, which the cluster is opened to."""
        if not self.resource.external:
            put(self.resource, "enable_http_endpoint", default(True) if call.certain else Unknown("a switch"))
        first = self.resource["engine_mode"].is_("serverless")
        where = Scalar("*") if first else ResourceReference(self.resource, "arn")
        done = grant(call, grantee(call), _DATA_API, [where])
        if self.secret is not None:
            self.secret.call("grant_read", call)
        return done


def user_arn(world: World, database: Value, user: Value) -> Value:
    """A user of a database, as policies name it."""
    text = user.text()
    where = (":rds-db:", world.pseudo("region"), ":", world.pseudo("account"), ":dbuser:", database)
    return world.arn(*where, f"/{text}") if text is not None else world.arn(*where, "/", user)


def own_groups(call: Call, props: Arguments, name: str, description: str, vpc: VpcThing | None) -> Groups:
    """The security groups that are given, or the one that a database makes."""
    given = groups_given(props)
    if given is not None:
        return given
    where: Value = ResourceReference(vpc.resource, "id") if vpc is not None else Unknown("a VPC")
    group = own_group(call, f"{name}/SecurityGroup", where, description=description)
    return Groups(Sequence([ResourceReference(group.resource, "id")]), [group])


def network(props: Arguments, name: str = "vpc") -> VpcThing | None:
    """The VPC that is given, if it is known."""
    vpc = props.thing(name)
    return vpc if isinstance(vpc, VpcThing) else None


def protection(props: Arguments) -> Value | None:
    """Databases that are to be retained are protected, too, unless told otherwise; None when nothing is said."""
    if not props.absent("deletion_protection"):
        return props.get("deletion_protection")
    policy = props.get("removal_policy")
    if policy.is_("retain"):
        return Scalar(True, origin=policy.origin)
    if policy.is_absent() or policy.is_not("retain"):
        return None
    return Unknown("follows from the removal policy")
