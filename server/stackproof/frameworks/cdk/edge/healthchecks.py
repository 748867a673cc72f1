"""Checks by which Route 53 decides where names lead."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node
from stackproof.model.values import MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# Arguments under CloudFormation's names.
_NAMES = {
    "type": "type", "enable_sni": "enable_sni", "failure_threshold": "failure_threshold", "fqdn": "fully_qualified_domain_name",
    "health_threshold": "health_threshold", "insufficient_data_health_status": "insufficient_data_health_status",
    "inverted": "inverted", "ip_address": "ip_address", "measure_latency": "measure_latency", "port": "port",
    "regions": "regions", "request_interval": "request_interval", "resource_path": "resource_path",
    "routing_control": "routing_control_arn", "search_string": "search_string",
}  # fmt: skip
_WITHOUT_REQUESTS = ("CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL")
_PORTS = {"HTTP": 80, "HTTP_STR_MATCH": 80, "HTTPS": 443, "HTTPS_STR_MATCH": 443}


def _check(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    entries: dict[str, MapEntry] = {}
    for source, target in _NAMES.items():
        value, entry = props.get(source), props.entry(source)
        if not value.is_absent():
            entries[target] = MapEntry(
                value, entry.key_origin if entry else None, entry.origin if entry else None
            )
    children = _children(call)
    if children is not None:
        entries["child_health_checks"] = MapEntry(children)
    alarm = props.get("alarm_identifier")
    if not alarm.is_absent():
        entries["alarm_identifier"] = MapEntry(alarm)
    for target, value in _otherwise(props.get("type"), children).items():
        entries.setdefault(target, MapEntry(value))
    made.put("health_check_config", MappingValue(entries, open=props.open))
    resource = describe(call.world, "AWS::Route53::HealthCheck", call.world.name(call), made).resource
    return Made(resource, {"health_check_id": "id"}, fragile=False)


def _children(call: Call) -> Value | None:
    props = call.props()
    elements = props.elements("child_health_checks")
    call_props = props.raw("child_health_checks")
    if call_props is None:
        return None
    found: list[Value] = []
    for element in elements or ():
        check = call.world.node(element)
        found.append(
            ResourceReference(check.resource, "id") if isinstance(check, Made) else Unknown("a check")
        )
    return Sequence(found, open=elements is None)


def _otherwise(kind: Value, children: Value | None) -> dict[str, Value]:
    """What the library says where the author says nothing; it follows from the type."""
    text = kind.text()
    if text is None:
        names = (
            "enable_sni",
            "failure_threshold",
            "measure_latency",
            "port",
            "request_interval",
            "resource_path",
        )
        return {n: Unknown("follows from the type of the check", (kind,)) for n in names}
    found: dict[str, Value] = {"inverted": default(False)}
    if text in _PORTS:
        found |= {"port": default(_PORTS[text]), "resource_path": default("")}
        if text.startswith("HTTPS"):
            found["enable_sni"] = default(True)
    if text not in _WITHOUT_REQUESTS:
        found |= {
            "failure_threshold": default(3),
            "measure_latency": default(False),
            "request_interval": default(30),
        }
    if text == "CALCULATED" and children is not None:
        known = children.is_closed()
        found["health_threshold"] = default(len(children.items())) if known else Unknown("how many there are")
    if text == "CLOUDWATCH_METRIC":
        found["insufficient_data_health_status"] = default("LastKnownStatus")
    return found


RECIPES: Mapping[str, Recipe] = MappingProxyType({"aws-route53.HealthCheck": _check})
