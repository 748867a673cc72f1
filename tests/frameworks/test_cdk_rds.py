"""Relational databases of the CDK: what is not known of them stays open."""

from __future__ import annotations

from cdk_programs import ts
from recognising import Recognised, plain

_VPC = "const vpc = new ec2.Vpc(this, 'V'); "
_ENGINE = (
    "const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16_3 }); "
)


def _instance(arguments: str, after: str = "") -> Recognised:
    return ts(
        f"{_VPC}{_ENGINE}const db = new rds.DatabaseInstance(this, 'D', {{ vpc, engine, {arguments} }}); {after}"
    )


def _cluster(arguments: str) -> Recognised:
    engine = "engine: rds.DatabaseClusterEngine.AURORA_MYSQL"
    return ts(f"{_VPC}new rds.DatabaseCluster(this, 'C', {{ vpc, {engine}, {arguments} }});")


def test_a_database_that_may_be_retained_may_be_protected() -> None:
    either = "process.env.X ? cdk.RemovalPolicy.RETAIN : cdk.RemovalPolicy.DESTROY"
    database = _instance(f"removalPolicy: {either}").one("aws_db_instance")
    assert database["deletion_protection"].is_unknown()
    assert (
        _instance("removalPolicy: cdk.RemovalPolicy.SNAPSHOT")
        .one("aws_db_instance")["deletion_protection"]
        .is_absent()
    )


def test_unknown_credentials() -> None:
    program = _instance("credentials: JSON.parse('x')")
    assert program.one("aws_db_instance")["username"].is_unknown()
    assert not [r for r in program.recognition.resources if r.type == "aws_secretsmanager_secret"]


def test_an_unknown_argument_may_be_anything() -> None:
    assert _instance("somethingNew: 1").one("aws_db_instance")["storage_throughput"].is_unknown()
    assert _instance("").one("aws_db_instance")["storage_throughput"].is_absent()


def test_an_engine_that_is_not_known() -> None:
    program = ts(
        _VPC
        + "new rds.DatabaseInstance(this, 'D', { vpc, engine: JSON.parse('x'), parameters: { a: 'b' } });"
    )
    assert program.one("aws_db_instance")["engine"].is_unknown()
    assert program.one("aws_db_parameter_group")["family"].is_unknown()


def test_parameters_that_nothing_takes_make_no_group() -> None:
    program = ts(_ENGINE + "new rds.ParameterGroup(this, 'P', { engine, parameters: { a: 'b' } });")
    assert not [r for r in program.recognition.resources if r.type == "aws_db_parameter_group"]


def test_one_group_of_parameters_for_both() -> None:
    program = ts(
        _ENGINE
        + "const p = new rds.ParameterGroup(this, 'P', { engine }); p.bindToCluster({}); p.bindToInstance({});"
    )
    assert program.one("aws_rds_cluster_parameter_group").name == "P"
    assert program.one("aws_db_parameter_group").name == "P/InstanceParameterGroup"


def test_a_parameter_that_may_be_added() -> None:
    program = ts(
        _ENGINE
        + "const p = rds.ParameterGroup.forInstance(this, 'P', { engine, parameters: { a: 'b' } }); if (process.env.X) p.addParameter('c', 'd');"
    )
    parameters = program.one("aws_db_parameter_group")["parameter"]
    assert plain(parameters) == [{"name": "a", "value": "b"}, {"name": "c", "value": "?"}]


def test_unknown_readers() -> None:
    program = _cluster("writer: rds.ClusterInstance.provisioned('w'), readers: JSON.parse('x')")
    writer, others = [r for r in program.recognition.resources if r.type == "aws_rds_cluster_instance"]
    assert (writer.many, others.many) == (False, True)
    assert others["instance_class"].is_unknown()
    assert program.one("aws_rds_cluster")["serverlessv2_scaling_configuration"].is_unknown()


def test_an_unknown_number_of_members() -> None:
    program = _cluster("instanceProps: { vpc }, instances: Number(process.env.N)")
    member = program.one("aws_rds_cluster_instance")
    assert member.many
    assert member["instance_class"].is_("db.t3.medium")


def test_a_role_for_an_unknown_bucket() -> None:
    program = _instance("s3ImportBuckets: [JSON.parse('x')]")
    [role] = [r for r in program.recognition.resources if r.name.endswith("S3ImportRole")]
    assert [gap.kind for gap in role.escapes] == ["unknown-grant"]


def test_a_group_of_subnets_from_elsewhere() -> None:
    program = _instance("subnetGroup: JSON.parse('x')")
    assert program.one("aws_db_instance")["db_subnet_group_name"].is_unknown()
    assert not [r for r in program.recognition.resources if r.type == "aws_db_subnet_group"]


def test_a_method_that_nobody_knows() -> None:
    program = _instance("", "db.somethingNew();")
    assert program.not_understood() == [".somethingNew"]


def test_a_database_from_outside() -> None:
    program = ts(
        "const db = rds.DatabaseInstance.fromDatabaseInstanceAttributes(this, 'D', { instanceIdentifier: 'x', instanceEndpointAddress: 'a', port: 5432,"
        " securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(this, 'G', 'sg-1')] });"
        "new cdk.CfnOutput(this, 'O', { value: db.dbInstanceEndpointAddress }); db.connections.allowDefaultPortFromAnyIpv4();"
    )
    rule = program.one("aws_vpc_security_group_ingress_rule")
    assert (plain(rule["from_port"]), plain(rule["cidr_ipv4"])) == (5432, "0.0.0.0/0")


def test_a_restored_database_says_when() -> None:
    program = ts(
        "new rds.CfnDBInstance(this, 'D', { useLatestRestorableTime: true, sourceDbiResourceId: 'r', port: '1', dbParameterGroupName: 'p' });"
    )
    database = program.one("aws_db_instance")
    assert plain(database["restore_to_point_in_time"]) == {
        "use_latest_restorable_time": True,
        "source_dbi_resource_id": "r",
    }
    assert (plain(database["port"]), plain(database["parameter_group_name"])) == (1, "p")


def test_a_member_of_a_cluster_is_no_database_of_its_own() -> None:
    program = ts(
        "const c = new rds.CfnDBCluster(this, 'C', {}); new rds.CfnDBInstance(this, 'D', { dbClusterIdentifier: c.ref, preferredMaintenanceWindow: 'w' });"
    )
    member = program.one("aws_rds_cluster_instance")
    assert member["cluster_identifier"].refers_to(program.one("aws_rds_cluster"))
    assert plain(member["preferred_maintenance_window"]) == "w"
    assert member["backup_retention_period"].is_absent()
