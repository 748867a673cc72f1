"""What the CDK's constructs make of options that nobody can tell: nothing is claimed of them."""

from __future__ import annotations

import pytest
from cdk_programs import ts
from recognising import Recognised, plain

from stackproof.model.graph import Resource

_X = "JSON.parse('x')"
_TABLE = "const d = cdk.aws_dynamodb; new d.%s(this, 'T', { partitionKey: { name: 'p', type: d.AttributeType.STRING }, %s });"
_VPC = "const vpc = new ec2.Vpc(this, 'V', { maxAzs: 2 }); "
_TASK = "const t = new ecs.FargateTaskDefinition(this, 'T'); "
_IMAGE = "image: ecs.ContainerImage.fromRegistry('i')"


def _all(program: Recognised, kind: str) -> list[Resource]:
    return [r for r in program.recognition.resources if r.type == kind]


# --- tables ---


@pytest.mark.parametrize("kind", ["Table", "TableV2"])
@pytest.mark.parametrize(
    ("option", "names"),
    [
        (f"timeToLiveAttribute: {_X}", ("ttl",)),
        (f"stream: {_X}, dynamoStream: {_X}", ("stream_enabled", "stream_view_type")),
        (f"replicationRegions: {_X}, replicas: {_X}", ("stream_enabled", "stream_view_type", "replica")),
        (f"...{_X}", ("ttl", "stream_enabled", "stream_view_type")),
        ("timeToLiveAttribute: process.env.X ? 'a' : undefined", ("ttl",)),
    ],
)
def test_tables(kind: str, option: str, names: tuple[str, ...]) -> None:
    table = ts(_TABLE % (kind, option)).one("aws_dynamodb_table")
    for name in names:
        assert table[name].is_unknown(), name


def test_a_way_to_pay_follows_from_replicas() -> None:
    table = ts(_TABLE % ("Table", f"replicationRegions: {_X}")).one("aws_dynamodb_table")
    assert table["billing_mode"].is_unknown()


def test_a_key_of_a_table() -> None:
    table = ts(_TABLE % ("Table", f"encryptionKey: {_X}")).one("aws_dynamodb_table")
    assert table["server_side_encryption"].is_unknown()


def test_a_stream_of_a_table_may_be_none() -> None:
    program = ts(_TABLE % ("Table", f"kinesisStream: {_X}"))
    assert program.one("aws_dynamodb_kinesis_streaming_destination").conditional


def test_the_stream_of_a_table_with_replicas_is_known() -> None:
    table = ts(_TABLE % ("TableV2", "replicas: [{ region: 'us-west-2' }]")).one("aws_dynamodb_table")
    assert table["stream_enabled"].is_(True)
    assert table["stream_view_type"].is_("NEW_AND_OLD_IMAGES")


def test_a_stream_in_cloudformations_words() -> None:
    """What an unknown block may say is unknown; what it cannot say is not."""
    table = ts(f"new cdk.aws_dynamodb.CfnTable(this, 'T', {{ streamSpecification: {_X} }});").one(
        "aws_dynamodb_table"
    )
    assert table["stream_enabled"].is_unknown()
    assert table["ttl"].is_absent()


# --- clusters ---


@pytest.mark.parametrize("option", [f"containerInsightsV2: {_X}", f"containerInsights: {_X}", f"...{_X}"])
def test_settings_of_clusters(option: str) -> None:
    cluster = ts(f"{_VPC}new ecs.Cluster(this, 'C', {{ vpc, {option} }});").one("aws_ecs_cluster")
    assert cluster["setting"].is_unknown()


@pytest.mark.parametrize(
    "option", [f"enableFargateCapacityProviders: {_X}", f"capacityProviders: {_X}", f"...{_X}"]
)
def test_capacity_of_clusters(option: str) -> None:
    program = ts(f"{_VPC}new ecs.Cluster(this, 'C', {{ vpc, {option} }});")
    providers = program.one("aws_ecs_cluster_capacity_providers")
    assert providers.conditional
    assert not providers["capacity_providers"].is_closed()


def test_capacity_that_is_certain_after_all() -> None:
    program = ts(
        f"{_VPC}const c = new ecs.Cluster(this, 'C', {{ vpc, enableFargateCapacityProviders: {_X} }});"
        "c.addCapacityProvider('FARGATE');"
    )
    assert not program.one("aws_ecs_cluster_capacity_providers").conditional


def test_capacity_that_may_be_added() -> None:
    program = ts(
        f"{_VPC}const c = new ecs.Cluster(this, 'C', {{ vpc }});"
        "if (process.env.X) c.enableFargateCapacityProviders();"
        "c.addCapacityProvider('FARGATE');"
    )
    providers = program.one("aws_ecs_cluster_capacity_providers")
    assert not providers.conditional
    assert not providers["capacity_providers"].is_closed()


# --- tasks ---


def _names(program: Recognised) -> list[str]:
    definitions = program.one("aws_ecs_task_definition")["container_definitions"]
    return [plain(d.get("name")) for d in definitions.items()]


def test_names_of_containers() -> None:
    """A container is called by its id, not by what the program calls it."""
    program = ts(
        f"{_TASK}const web = t.addContainer({_X}, {{ {_IMAGE} }}); t.addContainer('b', {{ {_IMAGE} }});"
        f"t.addContainer('c', {{ {_IMAGE}, containerName: {_X} }}); t.addContainer(`${{{_X}}}-d`, {{ {_IMAGE} }});"
    )
    assert _names(program) == ["?", "b", "?", "{?}-d"]


def test_an_image_that_is_not_known_may_need_a_role() -> None:
    program = ts(f"{_TASK}t.addContainer('a', {{ image: {_X} }});")
    [role] = [r for r in _all(program, "aws_iam_role") if r.name == "T/ExecutionRole"]
    assert role.conditional
    assert role.escapes
    assert program.one("aws_ecs_task_definition")["execution_role_arn"].is_unknown()


@pytest.mark.parametrize(
    "after",
    [
        "t.obtainExecutionRole();",
        f"t.addContainer('b', {{ {_IMAGE}, logging: ecs.LogDrivers.awsLogs({{ streamPrefix: 'p' }}) }});",
    ],
)
def test_a_role_that_is_needed_after_all(after: str) -> None:
    program = ts(f"{_TASK}t.addContainer('a', {{ image: {_X} }}); {after}")
    [role] = [r for r in _all(program, "aws_iam_role") if r.name == "T/ExecutionRole"]
    assert not role.conditional
    assert program.one("aws_ecs_task_definition")["execution_role_arn"].refers_to(role)


def test_a_role_for_a_container_that_may_be_added() -> None:
    program = ts(
        f"{_TASK}if (process.env.X) t.addContainer('a', {{ {_IMAGE}, logging: ecs.LogDrivers.awsLogs({{ streamPrefix: 'p' }}) }});"
    )
    [role] = [r for r in _all(program, "aws_iam_role") if r.name == "T/ExecutionRole"]
    assert role.conditional
    assert program.one("aws_ecs_task_definition")["execution_role_arn"].is_unknown()


# --- load balancers ---


def test_the_least_capacity_of_a_load_balancer() -> None:
    program = ts(f"{_VPC}new elbv2.ApplicationLoadBalancer(this, 'L', {{ vpc, minimumCapacityUnit: {_X} }});")
    assert program.one("aws_lb")["minimum_load_balancer_capacity"].is_unknown()


@pytest.mark.parametrize(
    ("options", "known"),
    [
        (f"targetType: {_X}", False),
        (f"targets: [{_X}]", False),
        (f"targets: {_X}", False),
        ("targetType: elbv2.TargetType.IP", True),
        ("", True),
    ],
)
def test_the_network_of_a_target_group(options: str, known: bool) -> None:
    """Groups of functions have none."""
    program = ts(f"{_VPC}new elbv2.ApplicationTargetGroup(this, 'G', {{ vpc, port: 80, {options} }});")
    network = program.one("aws_lb_target_group")["vpc_id"]
    assert network.refers_to(program.one("aws_vpc")) is known
    assert network.is_unknown() is not known


# --- what is a resource of its own in Terraform ---


@pytest.mark.parametrize(
    ("argument", "kind"),
    [
        ("versioningConfiguration", "aws_s3_bucket_versioning"),
        ("lifecycleConfiguration", "aws_s3_bucket_lifecycle_configuration"),
        ("bucketEncryption", "aws_s3_bucket_server_side_encryption_configuration"),
    ],
)
def test_parts_that_may_not_be_there(argument: str, kind: str) -> None:
    assert ts(f"new s3.CfnBucket(this, 'B', {{ {argument}: {_X} }});").one(kind).conditional


# --- others ---


def test_targets_of_a_service_in_a_namespace() -> None:
    program = ts(
        f"{_VPC}{_TASK}t.addContainer('c', {{ {_IMAGE} }}); const c = new ecs.Cluster(this, 'C', {{ vpc }});"
        f"new ecs.FargateService(this, 'S', {{ cluster: c, taskDefinition: t, cloudMapOptions: {_X} }});"
    )
    assert program.one("aws_ecs_service")["service_registries"].is_unknown()


def test_machines_and_storage_of_a_cluster() -> None:
    program = ts(
        f"{_VPC}new ecs.Cluster(this, 'C', {{ vpc, capacity: {_X}, managedStorageConfiguration: {_X} }});"
    )
    cluster = program.one("aws_ecs_cluster")
    assert cluster.escapes
    assert cluster["configuration"].has_unknown()


def test_those_who_administer_a_key() -> None:
    policy = ts(f"new kms.Key(this, 'K', {{ admins: {_X} }});").one("aws_kms_key")["policy"]
    assert not policy.get("Statement").is_closed()


def test_events_of_a_function() -> None:
    code = "runtime: lambda_.Runtime.NODEJS_22_X, handler: 'h', code: lambda_.Code.fromInline('x')"
    assert (
        ts(f"new lambda_.Function(this, 'F', {{ {code}, events: {_X} }});").one("aws_lambda_function").escapes
    )


def test_the_profile_of_a_machine() -> None:
    program = ts(
        f"{_VPC}new ec2.Instance(this, 'I', {{ vpc, instanceType: new ec2.InstanceType('t3.micro'),"
        f" machineImage: ec2.MachineImage.latestAmazonLinux2023(), instanceProfile: {_X} }});"
    )
    assert program.one("aws_instance")["iam_instance_profile"].is_unknown()
    assert _all(program, "aws_iam_instance_profile") == []


def test_who_keeps_the_password_of_a_database() -> None:
    program = ts(
        f"{_VPC}new rds.DatabaseInstance(this, 'D', {{ vpc, engine: rds.DatabaseInstanceEngine.MYSQL, manageMasterUserPassword: {_X} }});"
    )
    database = program.one("aws_db_instance")
    for name in ("manage_master_user_password", "password", "username"):
        assert database[name].is_unknown(), name
    assert _all(program, "aws_secretsmanager_secret") == []


def test_the_role_of_a_rule() -> None:
    rule = "const e = cdk.aws_events; new e.Rule(this, 'R', { schedule: e.Schedule.rate(cdk.Duration.minutes(5)), role: %s });"
    assert ts(rule % _X).one("aws_cloudwatch_event_rule")["role_arn"].is_unknown()
    role = "new iam.Role(this, 'Q', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') })"
    program = ts(rule % role)
    assert program.one("aws_cloudwatch_event_rule")["role_arn"].refers_to(program.one("aws_iam_role"))


def test_where_gateways_of_a_network_stand() -> None:
    program = ts(f"new ec2.Vpc(this, 'V', {{ maxAzs: 2, natGateways: 1, natGatewaySubnets: {_X} }});")
    assert program.one("aws_nat_gateway")["subnet_id"].is_unknown()


# --- subscriptions and endpoints ---


def test_the_role_of_a_subscription() -> None:
    options = (
        "protocol: cdk.aws_sns.SubscriptionProtocol.FIREHOSE, endpoint: 'e', subscriptionRoleArn: 'r', topic"
    )
    program = ts(
        f"const topic = new cdk.aws_sns.Topic(this, 'T'); new cdk.aws_sns.Subscription(this, 'S', {{ {options} }});"
    )
    assert program.one("aws_sns_topic_subscription")["subscription_role_arn"].is_("r")


def test_the_names_of_a_gateway_endpoint() -> None:
    options = f"service: ec2.GatewayVpcEndpointAwsService.S3, ipAddressType: {_X}, dnsRecordIpType: {_X}"
    endpoint = ts(f"{_VPC} vpc.addGatewayEndpoint('E', {{ {options} }});").one("aws_vpc_endpoint")
    assert endpoint["ip_address_type"].is_unknown()
    assert endpoint["dns_options"].is_unknown()
