"""ECS clusters of the CDK, their namespaces and their capacity."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.ecs.capacity import add_capacity, add_group, add_provider
from stackproof.frameworks.cdk.ecs.cloudmap import Namespace, make_namespace
from stackproof.frameworks.cdk.network.vpcs import make_vpc
from stackproof.frameworks.cdk.securitygroups import block, groups_given
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class ClusterThing(Made):
    """A cluster with its VPC (None when that is not known).

    ``shell_logs`` tells whether what is done in shells of containers is logged; None when that is not known.
    """

    def __init__(self, world: World, resource: Resource, vpc: Thing | None) -> None:
        super().__init__(resource, {"cluster_arn": "arn", "cluster_name": "name"}, fragile=False)
        self.world = world
        self.vpc = vpc
        self.namespace: Thing | None = None
        self.shell_logs: bool | None = True
        self.connections = Connections(world)
        self._providers: Resource | None = None
        # Whether something that may not happen has made the list of providers.
        self._may_provide = False
        self.attributes["connections"] = self.connections
        self.methods["add_default_cloud_map_namespace"] = self._namespace
        self.methods["add_existing_default_cloud_map_namespace"] = self._existing
        self.methods["enable_fargate_capacity_providers"] = lambda c: self.provide(
            c, default("FARGATE"), default("FARGATE_SPOT")
        )
        self.methods["add_capacity_provider"] = lambda c: self.provide(
            c, *(c.rest(0) or [Unknown("a provider")])
        )
        self.methods["add_default_capacity_provider_strategy"] = self._strategy
        self.methods["add_managed_instances_capacity_provider"] = lambda c: Opaque()
        self.methods["add_asg_capacity_provider"] = lambda c: add_provider(c, self)
        self.methods["add_auto_scaling_group"] = lambda c: add_group(c, self)
        self.methods["add_capacity"] = lambda c: add_capacity(
            c, self, c.props(1), f"{resource.name}/{world.name(c, 0)}"
        )

    def attribute(self, name: str) -> Node | None:
        if name == "vpc":
            return self.vpc
        if name == "default_cloud_map_namespace" and self.namespace is not None:
            return self.namespace
        if name in ("default_cloud_map_namespace", "autoscaling_group", "has_ec2_capacity"):
            return self.attributes.get(name) or Opaque((self.value(),))
        return super().attribute(name)

    def provide(self, call: Call, *names: Value) -> Node:
        """Let services use capacity providers."""
        for name in names:
            append(self._associations(call.certain), "capacity_providers", name, certain=call.certain)
        return Opaque()

    def may_provide(self, what: Value) -> None:
        """Services may be able to use more capacity providers than are seen."""
        append(self._associations(False), "capacity_providers", what, certain=False)

    def _associations(self, certain: bool) -> Resource:
        """The resource that lists the cluster's providers, made with the first one."""
        if self._providers is None:
            self._providers = self.world.add(
                "aws_ecs_cluster_capacity_providers",
                self.resource.name,
                {
                    "cluster_name": ResourceReference(self.resource, "name"),
                    "capacity_providers": Sequence([]),
                    "default_capacity_provider_strategy": Sequence([]),
                },
                role="capacity-providers",
            )
            self._may_provide = not certain
        elif certain:
            self._may_provide = False
        self._providers.conditional = self.resource.conditional or self._may_provide
        return self._providers

    def _strategy(self, call: Call) -> Node:
        value = call.folded(0, "default_capacity_provider_strategy")
        known = value if value is not None else Unknown("a strategy")
        put(
            self._associations(call.certain),
            "default_capacity_provider_strategy",
            known if call.certain else Unknown("a strategy", (known,)),
        )
        return Opaque()

    def _namespace(self, call: Call) -> Node:
        return self.name_services(call, call.props(0))

    def name_services(self, call: Call, props: Arguments) -> Namespace:
        """The namespace in which services are found unless told otherwise."""
        kind = props.get("type")
        word = "DNS_PRIVATE" if kind.is_absent() else kind.text() or "DNS_PRIVATE"
        name = f"{self.resource.name}/DefaultServiceDiscoveryNamespace"
        made = make_namespace(
            call, props, name, word if word in ("HTTP", "DNS_PUBLIC") else "DNS_PRIVATE", self.vpc
        )
        self.namespace = made
        connect = props.get("use_for_service_connect")
        if connect.is_(True):
            put(
                self.resource,
                "service_connect_defaults",
                block(namespace=ResourceReference(made.resource, "arn")),
            )
        elif not (connect.is_absent() or connect.is_(False)):
            put(self.resource, "service_connect_defaults", Unknown("a namespace"))
        return made

    def _existing(self, call: Call) -> Node:
        props = call.props(0)
        self.namespace = props.thing("namespace")
        return self.namespace or Opaque()


def _cluster(call: Call) -> Node:
    return make_cluster(call, call.props(), call.world.name(call), implied=False)


def make_cluster(
    call: Call, props: Arguments, name: str, *, implied: bool, vpc: Thing | None = None
) -> ClusterThing:
    """A cluster; without a VPC it makes one."""
    world = call.world
    arranged = Arranged(props)
    arranged.copy(cluster_name="cluster_name")
    _insights(arranged, props)
    _configuration(arranged, props)
    place = vpc if vpc is not None else props.thing("vpc")
    for read in (
        "vpc", "capacity", "capacity_providers", "default_cloud_map_namespace", "enable_fargate_capacity_providers",
        "container_insights",
    ):  # fmt: skip
        props.entry(read)
    resource = describe(world, "AWS::ECS::Cluster", name, arranged, implied=implied).resource
    if place is None and vpc is None and props.absent("vpc"):
        zones = Arguments(world, {"max_azs": MapEntry(default(2))})
        place = make_vpc(call, zones, f"{name}/Vpc", implied=True)
    made = ClusterThing(world, resource, place)
    command = props.get("execute_command_configuration")
    logging = command.get("logging")
    made.shell_logs = (
        None
        if not command.is_absent() and not logging.is_any_of("NONE", "DEFAULT")
        else not logging.is_("NONE")
    )
    _capacity(call, made, props)
    if (options := props.nested("default_cloud_map_namespace")) is not None:
        made.name_services(call, options)
    elif props.raw("default_cloud_map_namespace") is not None:
        made.namespace = None
        put(resource, "service_connect_defaults", Unknown("a namespace"))
    return made


def _insights(arranged: Arranged, props: Arguments) -> None:
    insights, old = props.get("container_insights_v2"), props.get("container_insights")
    source = "container_insights_v2"
    if not old.is_absent():
        known = old.is_(True) or old.is_(False)
        word = Scalar("enabled" if old.is_(True) else "disabled", origin=old.origin)
        insights, source = word if known else Unknown("a switch", origin=old.origin), "container_insights"
    if not insights.is_absent():
        setting = Sequence([block(name="containerInsights", value=insights)])
        unclear = Unknown("settings", (insights,), origin=insights.origin)
        arranged.put("cluster_settings", setting if insights.is_present() else unclear, source)


def _configuration(arranged: Arranged, props: Arguments) -> None:
    """Shells in containers, and keys for what is stored."""
    entries: dict[str, MapEntry] = {}
    command = props.nested("execute_command_configuration")
    if command is not None:
        inner: dict[str, MapEntry] = {}
        if not command.get("logging").is_absent():
            inner["logging"] = MapEntry(command.get("logging"))
        key = command.thing("kms_key")
        if isinstance(key, Made):
            inner["kms_key_id"] = MapEntry(ResourceReference(key.resource, "arn"))
        elif command.raw("kms_key") is not None:
            inner["kms_key_id"] = MapEntry(Unknown("a key"))
        if (logs := command.nested("log_configuration")) is not None:
            inner["log_configuration"] = MapEntry(_shell_logs(logs))
        entries["execute_command_configuration"] = MapEntry(MappingValue(inner, open=command.open))
    elif props.raw("execute_command_configuration") is not None:
        entries["execute_command_configuration"] = MapEntry(Unknown("a configuration"))
    storage = props.nested("managed_storage_configuration")
    if storage is not None:
        inner = {}
        for source, target in (
            ("fargate_ephemeral_storage_kms_key", "fargate_ephemeral_storage_kms_key_id"),
            ("kms_key", "kms_key_id"),
        ):
            key = storage.thing(source)
            if isinstance(key, Made):
                inner[target] = MapEntry(ResourceReference(key.resource, "key_id"))
            elif storage.raw(source) is not None:
                inner[target] = MapEntry(Unknown("a key"))
        entries["managed_storage_configuration"] = MapEntry(MappingValue(inner, open=storage.open))
    elif props.raw("managed_storage_configuration") is not None:
        entries["managed_storage_configuration"] = MapEntry(Unknown("a configuration"))
    if entries:
        arranged.put("configuration", MappingValue(entries), "execute_command_configuration")


def _shell_logs(logs: Arguments) -> Value:
    entries: dict[str, MapEntry] = {}
    for source, target, attribute in (
        ("cloud_watch_log_group", "cloud_watch_log_group_name", "name"),
        ("s3_bucket", "s3_bucket_name", "id"),
    ):
        thing = logs.thing(source)
        if isinstance(thing, Made):
            entries[target] = MapEntry(ResourceReference(thing.resource, attribute))
        elif logs.raw(source) is not None:
            entries[target] = MapEntry(Unknown(target))
    for source in ("cloud_watch_encryption_enabled", "s3_encryption_enabled", "s3_key_prefix"):
        value = logs.get(source)
        if not value.is_absent():
            entries[source] = MapEntry(value)
    return MappingValue(entries, open=logs.open)


def _capacity(call: Call, cluster: ClusterThing, props: Arguments) -> None:
    providers = props.get("capacity_providers")
    if isinstance(providers, Sequence):
        cluster.provide(call, *providers.elements)
    if not (providers.is_absent() or providers.is_closed()):
        cluster.may_provide(Unknown("capacity providers", (providers,)))
    fargate = props.get("enable_fargate_capacity_providers")
    if fargate.is_(True):
        cluster.provide(call, default("FARGATE"), default("FARGATE_SPOT"))
    elif not (fargate.is_absent() or fargate.is_(False)):
        cluster.may_provide(Unknown("capacity providers", (fargate,)))
    if (options := props.nested("capacity")) is not None:
        name = f"{cluster.resource.name}/DefaultAutoScalingGroup"
        cluster.attributes["autoscaling_group"] = add_capacity(call, cluster, options, name)
    elif props.raw("capacity") is not None:
        call.world.open(cluster, "capacity", "machines that are not known", call.construction.origin)


def _external_cluster(call: Call) -> Node:
    props = call.props()
    made = ClusterThing(call.world, call.world.external("aws_ecs_cluster", call), props.thing("vpc"))
    made.shell_logs = None
    made.namespace = props.thing("default_cloud_map_namespace")
    groups = groups_given(props, "security_groups", "")
    made.connections = (
        groups.connections(call.world) if groups is not None else Connections(call.world, open=True)
    )
    made.attributes["connections"] = made.connections
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ecs.Cluster": _cluster,
        "aws-ecs.Cluster.from_cluster_attributes": _external_cluster,
        "aws-ecs.Cluster.from_cluster_arn": _external_cluster,
    }
)
