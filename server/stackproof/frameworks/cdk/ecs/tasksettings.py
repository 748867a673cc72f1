"""What task definitions say of where and how they run."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments
from stackproof.frameworks.cdk.described import Arranged
from stackproof.frameworks.cdk.ecs.volumes import volume
from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.subnets import default
from stackproof.model.runtime import Symbol
from stackproof.model.values import MapEntry, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


def arrange_kind(arranged: Arranged, props: Arguments, kind: str) -> None:
    """What differs between tasks for Fargate, for machines and for places outside AWS."""
    modes = {
        "FargateTaskDefinition": "FARGATE",
        "Ec2TaskDefinition": "EC2",
        "ExternalTaskDefinition": "EXTERNAL",
    }
    arranged.copy("network_mode", "cpu", memory_limit_mib="memory")
    if (places := modes.get(kind)) is not None:
        arranged.keep("requires_compatibilities", Sequence([default(places)]))
        if kind == "FargateTaskDefinition":
            arranged.put("network_mode", default("awsvpc"))
            arranged.otherwise("cpu", "256")
            arranged.otherwise("memory", "512")
        else:
            arranged.otherwise("network_mode", "bridge")
        return
    arranged.copy("memory_mib")
    if (memory := arranged.entries.pop("memory_mib", None)) is not None:
        arranged.put("memory", memory.value, "memory_mib")
    found = _compatibility(props.raw("compatibility"))
    if found is None:
        arranged.keep("requires_compatibilities", Unknown("compatibilities"), "compatibility")
        if "network_mode" not in arranged.entries:
            arranged.put("network_mode", Unknown("a network mode"))
        return
    arranged.keep("requires_compatibilities", Sequence([default(w) for w in found]), "compatibility")
    arranged.otherwise("network_mode", "awsvpc" if "FARGATE" in found else "bridge")


def _compatibility(value: Value | None) -> list[str] | None:
    """The places where a task can run."""
    if isinstance(value, Symbol) and (located := locate(value)) is not None:
        if located.names[:1] != ("Compatibility",):
            return None
        return {
            "EC2": ["EC2"],
            "FARGATE": ["FARGATE"],
            "EC2_AND_FARGATE": ["EC2", "FARGATE"],
            "EXTERNAL": ["EXTERNAL"],
        }.get(located.names[-1])
    return None


def arrange_platform(arranged: Arranged, props: Arguments) -> None:
    """The processor and the system that a task is for."""
    platform = props.nested("runtime_platform")
    if platform is None:
        if props.raw("runtime_platform") is not None:
            arranged.put("runtime_platform", Unknown("a platform"), "runtime_platform")
        return
    entries = {
        name: MapEntry(platform.get(name))
        for name in ("cpu_architecture", "operating_system_family")
        if not platform.get(name).is_absent()
    }
    value = MappingValue(entries, open=platform.open, origin=platform.origin)
    arranged.put("runtime_platform", value, "runtime_platform")


def arrange_volumes(arranged: Arranged, props: Arguments) -> None:
    """What containers can mount."""
    written = props.raw("volumes")
    if written is None:
        return
    elements = props.world.elements(written)
    made = [volume(props.world, e) for e in elements or ()]
    value: Value = Sequence(made, origin=written.origin) if elements is not None else Unknown("volumes")
    arranged.keep("volume", value, "volumes")
