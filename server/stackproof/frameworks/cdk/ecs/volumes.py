"""Volumes of ECS task definitions."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import arguments_of
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.values import MapEntry, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# Keys of Terraform by those of the library, where they differ.
_NAMES = {"configured_at_launch": "configure_at_launch"}
_DOCKER = ("autoprovision", "driver", "scope")


def volume(world: World, value: Value) -> Value:
    """One volume."""
    props = arguments_of(world, value)
    if props is None:
        return Unknown("a volume", (world.fold(value),), origin=value.origin)
    entries: dict[str, MapEntry] = {}
    for name in ("name", "configured_at_launch"):
        held = props.get(name)
        if not held.is_absent():
            entries[_NAMES.get(name, name)] = MapEntry(held)
    host = props.get("host").get("source_path")
    if not host.is_absent():
        entries["host_path"] = MapEntry(host)
    file_system = props.get("efs_volume_configuration")
    if isinstance(file_system, MappingValue):
        entries["efs_volume_configuration"] = MapEntry(file_system)
    elif not file_system.is_absent():
        entries["efs_volume_configuration"] = MapEntry(Unknown("a file system"))
    docker = props.nested("docker_volume_configuration")
    if docker is not None:
        inner = {n: MapEntry(docker.get(n)) for n in _DOCKER if not docker.get(n).is_absent()}
        for name in ("driver_opts", "labels"):
            held = docker.get(name, VERBATIM)
            if not held.is_absent():
                inner[name] = MapEntry(held)
        entries["docker_volume_configuration"] = MapEntry(MappingValue(inner, open=docker.open))
    return MappingValue(entries, open=props.open, origin=props.origin)
