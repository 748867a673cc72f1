"""Serverless clusters of the first kind, which have no members."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import in_days
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.databases.credentials import Login, log_in, log_in_again
from stackproof.frameworks.cdk.databases.databasething import DatabaseThing, network, own_groups, protection
from stackproof.frameworks.cdk.databases.engines import Chosen, engine_of
from stackproof.frameworks.cdk.databases.groups import (
    group_given,
    parameters_given,
    subnet_group,
    subnet_ids,
)
from stackproof.frameworks.cdk.databases.instances import identifier
from stackproof.frameworks.cdk.databases.monitoring import arn_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.securitygroups import Groups
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Node
from stackproof.model.values import MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


def _cluster(call: Call) -> Node:
    props, name = call.props(), call.world.name(call)
    made, groups, chosen = _new(call, props, name)
    login = log_in(call, props, chosen.engine, name)
    made.put("master_username", login.username, "credentials")
    made.put("master_user_password", login.password, "credentials")
    made.put("kms_key_id", arn_of(props, "storage_encryption_key"), "storage_encryption_key")
    return _finish(call, made, groups, chosen, login)


def _from_snapshot(call: Call) -> Node:
    props, name = call.props(), call.world.name(call)
    made, groups, chosen = _new(call, props, name)
    made.copy("snapshot_identifier")
    login = log_in_again(call, props, "credentials", f"{name}/Secret")
    made.put("master_user_password", login.password, "credentials")
    return _finish(call, made, groups, chosen, login)


def _new(call: Call, props: Arguments, name: str) -> tuple[Arranged, Groups, Chosen]:
    made = Arranged(props)
    made.copy(
        "copy_tags_to_snapshot",
        default_database_name="database_name",
        enable_data_api="enable_http_endpoint",
    )
    made.otherwise("copy_tags_to_snapshot", True)
    identifier(made, "cluster_identifier", "db_cluster_identifier")
    retention = in_days(props.get("backup_retention"))
    made.put("backup_retention_period", None if retention.is_absent() else retention, "backup_retention")
    chosen = engine_of(props)
    made.put("engine", chosen.name, "engine")
    made.put("engine_version", chosen.version, "engine")
    made.put("engine_mode", "serverless")
    made.put("storage_encrypted", True)
    made.put("deletion_protection", protection(props), "deletion_protection")
    made.put("scaling_configuration", _scaling(props), "scaling")
    given = parameters_given(call, props, chosen.engine, "cluster", f"{name}/ParameterGroup")
    if given is None and chosen.engine is not None and chosen.engine.name != "aurora":
        text = chosen.engine.family().text()
        given = default(f"default.{text}") if text is not None else Unknown("a group of the service's own")
    made.put("db_cluster_parameter_group_name", given, "parameter_group")
    group = group_given(props)
    if props.raw("vpc") is None and not props.open:
        groups = Groups(Sequence([]), [])
    else:
        if group is None:
            last = name.rsplit("/", 1)[-1]
            subnets = subnet_ids(props)
            own = subnet_group(call.world, f"{name}/Subnets", subnets, f"Subnets for {last} database")
            group = ResourceReference(own, "name")
        groups = own_groups(call, props, name, "RDS security group", network(props))
    made.put("db_subnet_group_name", group, "subnet_group")
    made.put("vpc_security_group_ids", groups.ids, "security_groups")
    return made, groups, chosen


def _scaling(props: Arguments) -> Value | None:
    scaling = props.nested("scaling")
    if scaling is None:
        return None if props.raw("scaling") is None else Unknown("scaling")
    entries: dict[str, MapEntry] = {}
    for source, target in (
        ("min_capacity", "min_capacity"),
        ("max_capacity", "max_capacity"),
        ("timeout", "seconds_before_timeout"),
        ("timeout_action", "timeout_action"),
    ):
        value, entry = scaling.get(source), scaling.entry(source)
        if not value.is_absent():
            entries[target] = MapEntry(
                value, entry.key_origin if entry else None, entry.origin if entry else None
            )
    pause = scaling.get("auto_pause")
    stays = pause.is_(0)
    known = pause.is_absent() or pause.number() is not None
    entries["auto_pause"] = MapEntry(default(not stays) if known else Unknown("whether it pauses"))
    if not pause.is_absent() and not stays:
        entries["seconds_until_auto_pause"] = MapEntry(pause)
    return MappingValue(entries, open=scaling.open, origin=scaling.origin)


def _finish(call: Call, made: Arranged, groups: Groups, chosen: Chosen, login: Login) -> Node:
    vpc = network(made.props)
    made.props.entry("vpc_subnets")
    resource = describe(call.world, "AWS::RDS::DBCluster", call.world.name(call), made).resource
    thing = DatabaseThing(call.world, resource, groups, engine=chosen.engine, vpc=vpc)
    thing.keep(login.secret)
    return thing


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-rds.ServerlessCluster": _cluster,
        "aws-rds.ServerlessClusterFromSnapshot": _from_snapshot,
    }
)
