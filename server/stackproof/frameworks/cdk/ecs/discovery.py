"""How ECS services are found: Cloud Map, and Service Connect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call, arguments_of
from stackproof.frameworks.cdk.ecs.cloudmap import Namespace, make_service
from stackproof.frameworks.cdk.ecs.clusters import ClusterThing
from stackproof.frameworks.cdk.ecs.containers import Container
from stackproof.frameworks.cdk.ecs.logs import bind_logs
from stackproof.frameworks.cdk.ecs.tasks import TaskThing
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.ecs.services import ServiceThing


def discover(call: Call, service: ServiceThing, options: Arguments) -> Node:
    """``cloudMapOptions``: a service of Cloud Map with which the tasks register."""
    cluster = service.attributes.get("cluster")
    namespace: Thing | None = options.thing("cloud_map_namespace")
    if options.raw("cloud_map_namespace") is None and isinstance(cluster, ClusterThing):
        namespace = cluster.namespace
    record = options.get("dns_record_type")
    if record.is_absent() and not options.open:
        record = _usual_record(service)
    threshold = options.get("failure_threshold")
    custom = block(failure_threshold=default(1) if threshold.is_absent() else threshold)
    entries: dict[str, MapEntry] = {
        "dns_record_type": MapEntry(record),
        "custom_health_check": MapEntry(custom),
    }
    for name in ("name", "dns_ttl"):
        if (entry := options.entry(name)) is not None:
            entries[name] = entry
    props = Arguments(call.world, entries, options.open, options.origin)
    made = make_service(call, props, f"{service.resource.name}/CloudmapService", namespace)
    _register(service, made.resource, record, options)
    service.attributes["cloud_map_service"] = made
    return made


def _usual_record(service: ServiceThing) -> Value:
    """By address where each task has one, by address and port where the host's are shared."""
    task = service.task
    mode = task.resource["network_mode"] if isinstance(task, TaskThing) else Unknown("a network mode")
    if mode.is_("awsvpc"):
        return default("A")
    return default("SRV") if mode.is_any_of("bridge", "host") else Unknown("a kind of record")


def _register(service: ServiceThing, target: Resource, record: Value, options: Arguments) -> None:
    entries: dict[str, MapEntry] = {"registry_arn": MapEntry(ResourceReference(target, "arn"))}
    if record.is_("SRV"):
        task = service.task
        written = options.thing("container")
        found = written if isinstance(written, Container) else None
        if found is None and isinstance(task, TaskThing) and options.raw("container") is None:
            found = task.default_container()
        port = options.get("container_port")
        json: Value = found.json if found is not None else Unknown("a container")
        entries["container_name"] = MapEntry(json.get("name"))
        first = json.get("portMappings", 0, "containerPort")
        entries["container_port"] = MapEntry(first if port.is_absent() else port)
    elif record.is_unknown():
        entries["container_port"] = MapEntry(Unknown("a port, where records name one"))
    put(service.resource, "service_registries", MappingValue(entries))


def associate(call: Call, service: ServiceThing, options: Arguments) -> Node:
    """``associateCloudMapService``: the tasks register with a service that there is."""
    found = options.thing("service")
    if isinstance(found, Made):
        record = found.resource["dns_config"].get("dns_records", 0, "type")
        _register(service, found.resource, Unknown("a record") if record.is_absent() else record, options)
        return found
    put(service.resource, "service_registries", block(registry_arn=Unknown("a Cloud Map service")))
    return Opaque()


def connect_services(call: Call, service: ServiceThing, config: Arguments) -> Node:
    """``serviceConnectConfiguration``: names by which services of a namespace reach each other."""
    cluster = service.attributes.get("cluster")
    namespace = config.get("namespace")
    if (
        namespace.is_absent()
        and isinstance(cluster, ClusterThing)
        and isinstance(cluster.namespace, Namespace)
    ):
        namespace = ResourceReference(cluster.namespace.resource, "name")
    entries: dict[str, MapEntry] = {"enabled": MapEntry(default(True))}
    if not namespace.is_absent():
        entries["namespace"] = MapEntry(namespace)
    listed = config.elements("services")
    if listed is not None:
        made = [_connected(service, arguments_of(call.world, e)) for e in listed]
        entries["service"] = MapEntry(Sequence(made))
    elif config.raw("services") is not None:
        entries["service"] = MapEntry(Unknown("services"))
    logs = config.raw("log_driver")
    task = service.task
    if logs is not None and isinstance(task, TaskThing):
        first = task.default_container()
        owner = f"{task.name}/{first.json.get('name').text() or ''}" if first is not None else task.name
        entries["log_configuration"] = MapEntry(_snake_logs(bind_logs(call, task, logs, owner)))
    value = MappingValue(entries, open=config.open, origin=config.origin)
    put(service.resource, "service_connect_configuration", value)
    return Opaque()


def _snake_logs(value: Value) -> Value:
    if not isinstance(value, MappingValue):
        return value
    names = {"logDriver": "log_driver", "secretOptions": "secret_option"}
    return MappingValue({names.get(k, k): e for k, e in value.entries.items()}, open=value.open)


def _connected(service: ServiceThing, props: Arguments | None) -> Value:
    """One service under the name of a port mapping."""
    if props is None:
        return Unknown("a service")
    name, port = props.get("port_mapping_name"), props.get("port")
    if port.is_absent():
        port = _port_called(service, name.text())
    alias = block(port=port)
    if not props.get("dns_name").is_absent():
        alias.entries["dns_name"] = MapEntry(props.get("dns_name"))
    entries = {"port_name": MapEntry(name), "client_alias": MapEntry(Sequence([alias]))}
    for source in ("discovery_name", "ingress_port_override"):
        value = props.get(source)
        if not value.is_absent():
            entries[source] = MapEntry(value)
    timeouts = {
        f"{source}_seconds": MapEntry(props.get(source))
        for source in ("idle_timeout", "per_request_timeout")
        if not props.get(source).is_absent()
    }
    if timeouts:
        entries["timeout"] = MapEntry(MappingValue(timeouts))
    if props.raw("tls") is not None:
        entries["tls"] = MapEntry(Unknown("encryption"))
    return MappingValue(entries, open=props.open, origin=props.origin)


def _port_called(service: ServiceThing, name: str | None) -> Value:
    task = service.task
    for container in task.listed if isinstance(task, TaskThing) else ():
        for mapping in container.json.get("portMappings").items():
            if name is not None and mapping.get("name").is_(name):
                return mapping.get("containerPort")
    return Unknown("the port of a mapping")
