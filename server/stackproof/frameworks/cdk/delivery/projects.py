"""A project of CodeBuild as others see it: its role, its events, what it is allowed to do."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.delivery.buildsources import Part
from stackproof.frameworks.cdk.grants import Grantee, permission
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.policies import document
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.keys import use_key
from stackproof.frameworks.cdk.serverless.patterns import event_pattern
from stackproof.frameworks.cdk.serverless.rules import on_event
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_REPORTS = (
    "codebuild:CreateReportGroup", "codebuild:CreateReport", "codebuild:UpdateReport", "codebuild:BatchPutTestCases",
    "codebuild:BatchPutCodeCoverages",
)  # fmt: skip
_SESSIONS = (
    "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel", "logs:DescribeLogGroups", "logs:CreateLogStream", "logs:PutLogEvents",
    "s3:GetEncryptionConfiguration", "s3:PutObject",
)  # fmt: skip
_NETWORK = (
    "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface", "ec2:DescribeSubnets",
    "ec2:DescribeSecurityGroups", "ec2:DescribeDhcpOptions", "ec2:DescribeVpcs",
)  # fmt: skip
_KEY = ("kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*")
_STATUS = {"on_build_started": "IN_PROGRESS", "on_build_failed": "FAILED", "on_build_succeeded": "SUCCEEDED"}


class ProjectThing(Made):
    """A project with its role."""

    def __init__(self, world: World, resource: Resource, role: Thing | None) -> None:
        super().__init__(resource, {"project_arn": "arn", "project_name": "name"})
        self.world = world
        self.role = role
        self.keyed = False
        self.grantee = role if isinstance(role, Holder) else None
        self.batch: Thing | None = None
        self.methods["add_secondary_source"] = lambda c: self._part(
            c, "secondary_sources", "secondary_source"
        )
        self.methods["add_secondary_artifact"] = lambda c: self._part(
            c, "secondary_artifacts", "secondary_artifact"
        )
        self.methods["enable_batch_builds"] = lambda c: self.batches()

    def attribute(self, name: str) -> Node | None:
        if name == "role":
            return self.role if self.role is not None else Opaque((self.value(),))
        return super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        if method == "add_to_role_policy":
            return (
                self.role.call("add_to_principal_policy", call) if self.role is not None else None
            ) or Opaque()
        if method == "add_file_system_location":
            given = call.rest(0)
            place = given[0] if given else Unknown("a file system")
            given = call.rest(0)
            place = given[0] if given else Unknown("a file system")
            append(self.resource, "file_system_locations", place, certain=call.certain)
            return Opaque()
        if method.startswith(("notify_on", "bind_as_notification_rule", "bind_to_code_pipeline")):
            return Opaque((self.value(),))
        if method in ("on_event", "on_state_change", "on_phase_change", *_STATUS):
            return on_event(self._events(method), self, call)
        return super().call(method, call)

    def _events(self, method: str) -> Value:
        detail = block()
        detail.entries["project-name"] = MapEntry(Sequence([ResourceReference(self.resource, "name")]))
        pattern = {"source": MapEntry(Sequence([Scalar("aws.codebuild")]))}
        if (status := _STATUS.get(method)) is not None:
            detail.entries["build-status"] = MapEntry(Sequence([Scalar(status)]))
        if method != "on_event":
            what = "Phase" if "phase" in method else "State"
            pattern["detail_type"] = MapEntry(Sequence([Scalar(f"CodeBuild Build {what} Change")]))
        pattern["detail"] = MapEntry(detail)
        return event_pattern(Arguments(self.world, pattern), MappingValue({}))

    def _part(self, call: Call, name: str, argument: str) -> Node:
        part = call.thing(0, argument)
        value = MappingValue(part.bind(call, self.role)) if isinstance(part, Part) else Unknown("a part")
        append(self.resource, name, value, certain=call.certain)
        return Opaque()

    def batches(self) -> Node:
        """Let builds be started many at a time."""
        if self.batch is None and not self.resource.external:
            role = implied_role(
                self.world,
                f"{self.resource.name}/BatchServiceRole",
                "codebuild.amazonaws.com",
                "batch-role",
                complete=True,
            )
            actions = ["codebuild:StartBuild", "codebuild:StopBuild", "codebuild:RetryBuild"]
            role.allow(permission(actions, [ResourceReference(self.resource, "arn")]))
            put(
                self.resource,
                "build_batch_config",
                block(service_role=ResourceReference(role.resource, "arn")),
            )
            self.batch = role
        return MappingValue({})

    def encrypt(self, call: Call, key: Thing | None) -> None:
        """Encrypt results with a key."""
        if self.keyed or not isinstance(key, Made):
            return
        self.keyed = True
        put(self.resource, "encryption_key", ResourceReference(key.resource, "arn"))
        if isinstance(self.role, Holder):
            use_key(call, key, Grantee(self.role), _KEY)


def permit(call: Call, props: Arguments, project: ProjectThing) -> None:
    """What every project is allowed to do."""
    world, role, resource = call.world, project.role, project.resource
    if not isinstance(role, Holder):
        return
    home = (world.pseudo("region"), ":", world.pseudo("account"))
    network = resource["vpc_config"]
    if not network.is_absent():
        _permit_network(world, role, resource, home)
    name = ResourceReference(resource, "name")
    group = world.arn(":logs:", *home, ":log-group:/aws/codebuild/", name)
    streams = world.arn(":logs:", *home, ":log-group:/aws/codebuild/", name, ":*")
    role.allow(
        permission(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], [group, streams])
    )
    reports = props.get("grant_report_group_permissions")
    if not reports.is_(False):
        arn = world.arn(":codebuild:", *home, ":report-group/", name, "-*")
        role.allow(permission(_REPORTS, [arn]), certain=reports.is_absent() or reports.is_(True))
    sessions = props.get("ssm_session_permissions")
    if not (sessions.is_absent() or sessions.is_(False)):
        role.allow(permission(_SESSIONS, ["*"]), certain=sessions.is_(True))


def _permit_network(world: World, role: Holder, project: Resource, home: tuple[str | Value, ...]) -> None:
    interfaces = world.arn(":ec2:", *home, ":network-interface/*")
    listed = project["vpc_config"].get("subnets")
    arns: Value = Unknown("subnets", (listed,))
    if listed.is_closed() and listed.items():
        arns = Sequence([world.arn(":ec2:", *home, ":subnet/", s) for s in listed.items()])
    equal = {
        "ec2:Subnet": MapEntry(arns),
        "ec2:AuthorizedService": MapEntry(Scalar("codebuild.amazonaws.com")),
    }
    condition = MappingValue({"StringEquals": MapEntry(MappingValue(equal))})
    role.allow(permission(["ec2:CreateNetworkInterfacePermission"], [interfaces], condition))
    policy = document([permission(_NETWORK, ["*"])])
    made = {"role": ResourceReference(role.resource, "id"), "policy": JsonText(policy)}
    world.add("aws_iam_role_policy", f"{project.name}/PolicyDocument", made, role="network-policy")


def external_project(call: Call) -> Node:
    resource = call.world.external("aws_codebuild_project", call)
    method = call.located.names[-1] if call.located is not None else ""
    argument = "project_name" if method.endswith("name") else "project_arn"
    put(resource, "name" if method.endswith("name") else "arn", call.folded(2, argument))
    made = ProjectThing(call.world, resource, None)
    made.fragile = False
    return made
