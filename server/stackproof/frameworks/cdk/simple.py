"""L2 constructs that are one resource under other names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.core import Duration
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.securitygroups import block, given_groups, security_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Scalar, Sequence, Unknown, Value

Finish = Callable[[Call, Arguments, Resource], None]


@dataclass(frozen=True)
class Simple:
    """One resource type: its arguments under both names, and attributes that are not called by habit."""

    type: str
    names: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    finish: Finish | None = None


def _make(simple: Simple) -> Recipe:
    def recipe(call: Call) -> Node:
        props = call.props()
        resource = call.world.add(simple.type, call.world.name(call), implied=False)
        resource.properties.open = props.open
        resource.properties.origin = props.origin
        for source, target in simple.names.items():
            put(resource, target, props.get(source), props.entry(source))
        if simple.finish is not None:
            simple.finish(call, props, resource)
        return Made(resource, dict(simple.attributes), fragile=False)

    return recipe


def _external(simple: Simple) -> Recipe:
    return lambda call: Made(call.world.external(simple.type, call), dict(simple.attributes), fragile=False)


def days(value: Value, props: Arguments, name: str) -> Value:
    """A duration argument in days."""
    node = props.node(name)
    if isinstance(node, Duration) and node.seconds is not None:
        number = node.seconds / 86400
        return Scalar(int(number) if number.is_integer() else number, origin=value.origin)
    return value if value.is_absent() else Unknown("a duration", origin=value.origin)


def _key(call: Call, props: Arguments, resource: Resource) -> None:
    """The key of a resource, by its ARN."""
    key = props.thing("encryption_key")
    if isinstance(key, Made):
        written = props.raw("encryption_key")
        value = ResourceReference(key.resource, "arn", origin=written.origin if written is not None else None)
        put(resource, "kms_key_id", value, props.entry("encryption_key"))
    elif props.raw("encryption_key") is not None:
        put(
            resource,
            "kms_key_id",
            Unknown("a key", (props.get("encryption_key"),)),
            props.entry("encryption_key"),
        )


def _log_group(call: Call, props: Arguments, resource: Resource) -> None:
    _key(call, props, resource)
    if props.absent("retention"):
        # The library's own default is two years.
        put(resource, "retention_in_days", default(731))


def _vpc_subnets(props: Arguments) -> tuple[VpcThing | None, Value]:
    vpc = props.thing("vpc")
    if isinstance(vpc, VpcThing):
        return vpc, vpc.subnet_ids(props)
    return None, Unknown("subnets of a VPC that is not known")


def _groups(call: Call, props: Arguments, name: str, vpc: VpcThing | None) -> Value:
    groups = given_groups(props)
    if groups is not None:
        return groups
    vpc_id: Value = ResourceReference(vpc.resource, "id") if vpc is not None else Unknown("a VPC")
    return Sequence([ResourceReference(security_group(call, f"{name}/SecurityGroup", vpc_id), "id")])


def _function(call: Call, props: Arguments, resource: Resource) -> None:
    timeout = props.get("timeout")
    put(resource, "timeout", timeout, props.entry("timeout"))
    if props.raw("vpc") is not None:
        vpc, subnets = _vpc_subnets(props)
        entry = props.entry("vpc_subnets") or props.entry("vpc")
        value = block(subnet_ids=subnets, security_group_ids=_groups(call, props, resource.name, vpc))
        value.origin = entry.value.origin if entry is not None else None
        put(resource, "vpc_config", value, entry)
    role = props.thing("role")
    if isinstance(role, Made):
        put(resource, "role", ResourceReference(role.resource, "arn"), props.entry("role"))
    elif props.raw("role") is not None:
        put(resource, "role", Unknown("a role"), props.entry("role"))
    else:
        made = implied_role(
            call.world, f"{resource.name}/ServiceRole", "lambda.amazonaws.com", "service-role"
        )
        put(resource, "role", ResourceReference(made.resource, "arn"))


def _instance(call: Call, props: Arguments, resource: Resource) -> None:
    vpc, subnets = _vpc_subnets(props)
    first = subnets.items()
    origin = subnets.origin
    put(
        resource,
        "subnet_id",
        first[0] if first else Unknown("a subnet", (subnets,), origin=origin),
        props.entry("vpc_subnets"),
    )
    put(
        resource,
        "vpc_security_group_ids",
        _groups(call, props, resource.name, vpc),
        props.entry("security_group"),
    )


def _group(call: Call, props: Arguments, resource: Resource) -> None:
    _, subnets = _vpc_subnets(props)
    put(resource, "vpc_zone_identifier", subnets, props.entry("vpc_subnets"))


def _database(call: Call, props: Arguments, resource: Resource) -> None:
    retention = props.get("backup_retention")
    put(
        resource,
        "backup_retention_period",
        days(retention, props, "backup_retention"),
        props.entry("backup_retention"),
    )
    _retained(props, resource)
    put(
        resource,
        "vpc_security_group_ids",
        _groups(call, props, resource.name, _vpc_of(props)),
        props.entry("security_groups"),
    )


def _vpc_of(props: Arguments) -> VpcThing | None:
    vpc = props.thing("vpc")
    return vpc if isinstance(vpc, VpcThing) else None


def _retained(props: Arguments, resource: Resource) -> None:
    """Databases that are to be retained are protected, too, unless told otherwise."""
    if not props.absent("deletion_protection"):
        return
    policy = props.get("removal_policy")
    if policy.is_("retain"):
        put(
            resource, "deletion_protection", Scalar(True, origin=policy.origin), props.entry("removal_policy")
        )
    elif not policy.is_absent() and policy.is_unknown():
        put(resource, "deletion_protection", Unknown("follows from the removal policy"))


def _cluster(call: Call, props: Arguments, resource: Resource) -> None:
    backup = props.nested("backup")
    if backup is not None:
        value = days(backup.get("retention"), backup, "retention")
        put(resource, "backup_retention_period", value, backup.entry("retention"))
    _retained(props, resource)
    instance = props.nested("instance_props")
    vpc = _vpc_of(instance) if instance is not None else _vpc_of(props)
    put(
        resource,
        "vpc_security_group_ids",
        _groups(call, props, resource.name, vpc),
        props.entry("security_groups"),
    )


def _table(call: Call, props: Arguments, resource: Resource) -> None:
    recovery = props.nested("point_in_time_recovery_specification")
    if recovery is not None:
        value = block(enabled=recovery.get("point_in_time_recovery_enabled"))
        put(resource, "point_in_time_recovery", value, props.entry("point_in_time_recovery_specification"))
    elif props.raw("point_in_time_recovery") is not None:
        value = block(enabled=props.get("point_in_time_recovery"))
        put(resource, "point_in_time_recovery", value, props.entry("point_in_time_recovery"))


def _pool(call: Call, props: Arguments, resource: Resource) -> None:
    protection = props.get("deletion_protection")
    if protection.is_(True) or protection.is_(False):
        state = Scalar("ACTIVE" if protection.is_(True) else "INACTIVE", origin=protection.origin)
        put(resource, "deletion_protection", state, props.entry("deletion_protection"))
    else:
        put(resource, "deletion_protection", protection, props.entry("deletion_protection"))


def _certificate(call: Call, props: Arguments, resource: Resource) -> None:
    validation = props.get("validation")
    # The library completes the validation by itself.
    put(resource, "validation_method", validation if validation.text() is not None else Unknown("validation"))


def _repository(call: Call, props: Arguments, resource: Resource) -> None:
    clean = (
        props.raw("empty_on_delete")
        if props.raw("empty_on_delete") is not None
        else props.raw("auto_delete_images")
    )
    if clean is not None:
        put(resource, "force_delete", call.world.fold(clean))


_LAMBDA = {
    "function_name": "function_name", "runtime": "runtime", "handler": "handler", "memory_size": "memory_size",
    "reserved_concurrent_executions": "reserved_concurrent_executions",
}  # fmt: skip
_FUNCTION = Simple(
    "aws_lambda_function", _LAMBDA, {"function_arn": "arn", "function_name": "function_name"}, _function
)
_DB = {
    "deletion_protection": "deletion_protection", "instance_identifier": "identifier", "multi_az": "multi_az",
    "storage_encrypted": "storage_encrypted", "publicly_accessible": "publicly_accessible", "allocated_storage": "allocated_storage",
}  # fmt: skip
_DBC = {
    "deletion_protection": "deletion_protection", "cluster_identifier": "cluster_identifier",
    "default_database_name": "database_name", "storage_encrypted": "storage_encrypted",
}  # fmt: skip

_SIMPLE: Mapping[str, Simple] = MappingProxyType(
    {
        "aws-logs.LogGroup": Simple(
            "aws_cloudwatch_log_group",
            {"log_group_name": "name", "retention": "retention_in_days"},
            {},
            _log_group,
        ),
        "aws-lambda.Function": _FUNCTION,
        "aws-lambda.DockerImageFunction": _FUNCTION,
        "aws-lambda.SingletonFunction": _FUNCTION,
        "aws-lambda-nodejs.NodejsFunction": _FUNCTION,
        "aws-lambda-python-alpha.PythonFunction": _FUNCTION,
        "aws-ec2.Instance": Simple(
            "aws_instance",
            {"source_dest_check": "source_dest_check"},
            {"instance_id": "id", "instance_private_ip": "private_ip"},
            _instance,
        ),
        "aws-autoscaling.AutoScalingGroup": Simple(
            "aws_autoscaling_group",
            {
                "auto_scaling_group_name": "name",
                "min_capacity": "min_size",
                "max_capacity": "max_size",
                "desired_capacity": "desired_capacity",
            },
            {"auto_scaling_group_arn": "arn", "auto_scaling_group_name": "name"},
            _group,
        ),
        "aws-rds.DatabaseInstance": Simple(
            "aws_db_instance", _DB, {"instance_arn": "arn", "instance_identifier": "identifier"}, _database
        ),
        "aws-rds.DatabaseInstanceFromSnapshot": Simple(
            "aws_db_instance", _DB, {"instance_arn": "arn"}, _database
        ),
        "aws-rds.DatabaseCluster": Simple(
            "aws_rds_cluster",
            _DBC,
            {"cluster_arn": "arn", "cluster_identifier": "cluster_identifier"},
            _cluster,
        ),
        "aws-rds.ServerlessCluster": Simple("aws_rds_cluster", _DBC, {"cluster_arn": "arn"}, _cluster),
        "aws-dynamodb.Table": Simple(
            "aws_dynamodb_table",
            {
                "table_name": "name",
                "deletion_protection": "deletion_protection_enabled",
                "billing_mode": "billing_mode",
            },
            {"table_stream_arn": "stream_arn"},
            _table,
        ),
        "aws-dynamodb.TableV2": Simple(
            "aws_dynamodb_table",
            {"table_name": "name", "deletion_protection": "deletion_protection_enabled"},
            {},
            _table,
        ),
        "aws-cognito.UserPool": Simple("aws_cognito_user_pool", {"user_pool_name": "name"}, {}, _pool),
        "aws-certificatemanager.Certificate": Simple(
            "aws_acm_certificate", {"domain_name": "domain_name"}, {}, _certificate
        ),
        "aws-secretsmanager.Secret": Simple(
            "aws_secretsmanager_secret",
            {"secret_name": "name"},
            {"secret_full_arn": "arn", "secret_name": "name"},
        ),
        "aws-rds.DatabaseSecret": Simple("aws_secretsmanager_secret", {"secret_name": "name"}),
        "aws-ssm.StringParameter": Simple(
            "aws_ssm_parameter", {"parameter_name": "name"}, {"string_value": "value"}
        ),
        "aws-ecr.Repository": Simple(
            "aws_ecr_repository",
            {"repository_name": "name"},
            {"repository_uri": "repository_url"},
            _repository,
        ),
        "aws-sns.Topic": Simple("aws_sns_topic", {"topic_name": "name"}),
        "aws-sqs.Queue": Simple("aws_sqs_queue", {"queue_name": "name"}),
    }
)

# How the statics that find existing resources begin.
_LOOKUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "aws-logs.LogGroup": ("from_log_group_arn", "from_log_group_name"),
        "aws-lambda.Function": ("from_function_arn", "from_function_name", "from_function_attributes"),
        "aws-rds.DatabaseInstance": ("from_database_instance_attributes", "from_lookup"),
        "aws-rds.DatabaseCluster": ("from_database_cluster_attributes",),
        "aws-dynamodb.Table": ("from_table_arn", "from_table_name", "from_table_attributes"),
        "aws-cognito.UserPool": ("from_user_pool_id", "from_user_pool_arn"),
        "aws-certificatemanager.Certificate": ("from_certificate_arn",),
        "aws-secretsmanager.Secret": (
            "from_secret_complete_arn", "from_secret_partial_arn", "from_secret_name_v2", "from_secret_attributes",
            "from_secret_arn", "from_secret_name",
        ),
        "aws-ssm.StringParameter": ("from_string_parameter_name", "from_string_parameter_attributes", "from_secure_string_parameter_attributes"),
        "aws-ecr.Repository": ("from_repository_name", "from_repository_arn", "from_repository_attributes", "from_lookup"),
        "aws-sns.Topic": ("from_topic_arn",),
        "aws-sqs.Queue": ("from_queue_arn", "from_queue_attributes"),
    }
)  # fmt: skip

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{name: _make(simple) for name, simple in _SIMPLE.items()},
        **{f"{name}.{s}": _external(_SIMPLE[name]) for name, statics in _LOOKUPS.items() for s in statics},
    }
)
