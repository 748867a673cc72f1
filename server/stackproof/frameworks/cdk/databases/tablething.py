"""Tables of DynamoDB as others see them: their indexes, streams, grants and scaling."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.databases.indexes import Schema, index, throughput
from stackproof.frameworks.cdk.granting import Granting, grantee, use_key
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.policies import (
    add_statement,
    document,
    open_statements,
    policy_document,
)
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, append
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_NAMES = {"table_stream_arn": "stream_arn", "table_arn": "arn", "table_name": "name", "table_id": "id"}
_READ = (
    "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:GetItem", "dynamodb:Scan", "dynamodb:ConditionCheckItem",
)  # fmt: skip
_WRITE = ("dynamodb:BatchWriteItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
# Of these, a table's own policy says nothing.
_RECORDS = ("dynamodb:GetRecords", "dynamodb:GetShardIterator")
_DESCRIBE = "dynamodb:DescribeTable"
_STREAM = ("dynamodb:DescribeStream", *_RECORDS)
_KEY_READ = ("kms:Decrypt", "kms:DescribeKey")
_KEY_WRITE = (*_KEY_READ, "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*")
# By method: actions that the table's policy knows, those that it does not, and those on the key.
_GRANTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "grant_read_data": ((*_READ, _DESCRIBE), _RECORDS, _KEY_READ),
        "grant_write_data": ((*_WRITE, _DESCRIBE), (), _KEY_WRITE),
        "grant_read_write_data": ((*_READ, *_WRITE, _DESCRIBE), _RECORDS, _KEY_WRITE),
        "grant_full_access": (("dynamodb:*",), (), _KEY_WRITE),
    }
)


class TableThing(Made):
    """A table; ``partition`` is its hash key, ``billing`` how its capacity is paid."""

    def __init__(
        self,
        world: World,
        resource: Resource,
        schema: Schema,
        key: Made | None = None,
        partition: Value | None = None,
        billing: Value | None = None,
    ) -> None:
        super().__init__(resource, _NAMES)
        self.world = world
        self.schema = schema
        self.key = key
        self.partition = partition
        self.billing = billing if billing is not None else Scalar("PAY_PER_REQUEST")
        self.indexed = False
        self.policy: Resource | None = None
        self.json: Value | None = None
        # What is granted on a table is granted on its indexes, those that come later included.
        self._granted: list[Sequence] = []
        self.attributes["grants"] = Granting(self)
        self.attributes["stream_grants"] = _StreamGrants(self)
        if key is not None:
            self.attributes["encryption_key"] = key

    def call(self, method: str, call: Call) -> Node | None:
        if method in _GRANTS:
            actions, own, key = _GRANTS[method]
            if self.key is not None:
                use_key(call, self.key, key)
            grant(call, grantee(call), actions, self.parts(), self.document, own=[Scalar("*")])
            if own:
                grant(call, grantee(call), own, self.parts())
            return Opaque()
        match method:
            case "grant":
                actions_given = call.rest(1)
                listed = Sequence(actions_given or [], open=actions_given is None)
                return grant(call, grantee(call), listed, self.parts(), self.document, own=[Scalar("*")])
            case "grant_stream_read":
                if self.key is not None:
                    use_key(call, self.key, _KEY_READ)
                grant(call, grantee(call), ["dynamodb:ListStreams"], [Scalar("*")])
                return grant(call, grantee(call), _STREAM, [self.stream()])
            case "grant_table_list_streams":
                return grant(call, grantee(call), ["dynamodb:ListStreams"], [Scalar("*")])
            case "grant_stream":
                actions_given = call.rest(1)
                listed = Sequence(actions_given or [], open=actions_given is None)
                return grant(call, grantee(call), listed, [self.stream()])
            case "add_global_secondary_index":
                self.add_index("global_secondary_index", call)
            case "add_local_secondary_index":
                self.add_index("local_secondary_index", call)
            case "add_to_resource_policy":
                self._add(call)
            case "schema" | "schema_v2" | "replica":
                return Opaque((self.value(),))
            case _ if method.startswith("auto_scale_"):
                return self.scale(method, call)
            case _:
                return super().call(method, call)
        return Opaque()

    def stream(self) -> Value:
        """The ARN of the stream of changes."""
        return ResourceReference(self.resource, "stream_arn")

    def parts(self) -> Sequence:
        """The ARN of the table and those of its indexes."""
        arn = ResourceReference(self.resource, "arn")
        found = Sequence([arn, Template((arn, "/index/*"))] if self.indexed else [arn])
        self._granted.append(found)
        return found

    def index_all(self) -> None:
        """The table has indexes."""
        if not self.indexed:
            self.indexed = True
            for granted in self._granted:
                granted.elements.append(Template((ResourceReference(self.resource, "arn"), "/index/*")))

    def add_index(self, kind: str, call: Call) -> None:
        """An index that is added to the table."""
        props = call.props(0)
        local = kind == "local_secondary_index"
        entries = index(self.schema, props, self.partition if local else None)
        if not local:
            entries |= throughput(props, self.billing)
        self.put_index(kind, entries, open=props.open, certain=call.certain)

    def put_index(self, kind: str, entries: dict[str, MapEntry], *, open: bool, certain: bool = True) -> None:
        """An index as CloudFormation says it."""
        from stackproof.frameworks.cdk.cfn_tables import FIT

        source = "local_secondary_indexes" if kind.startswith("local") else "global_secondary_indexes"
        whole = Sequence([MappingValue(entries, open=open)])
        [made] = FIT.entries({source: MapEntry(whole)})[kind].value.items()
        append(self.resource, kind, made, certain=certain)
        self.define()
        self.index_all()

    def define(self) -> None:
        """Tell the attributes of all keys."""
        from stackproof.frameworks.cdk.cfn_tables import FIT

        definitions = {"attribute_definitions": MapEntry(self.schema.definitions)}
        self.resource.properties.entries.update(FIT.entries(definitions))

    def document(self) -> Value | None:
        """The table's policy, made when there is none; None for tables from outside."""
        if self.resource.external:
            return None
        if self.json is None:
            self.use_document(document([]))
        return self.json

    def use_policy(self, value: Value) -> None:
        """Take an evaluated document as the table's policy."""
        self.use_document(policy_document(self.world, value))

    def use_document(self, json: Value) -> None:
        """Take a document as the table's policy."""
        self.json = json
        self.policy = self.world.add(
            "aws_dynamodb_resource_policy",
            self.resource.name,
            {"resource_arn": ResourceReference(self.resource, "arn"), "policy": JsonText(json)},
            role="table-policy",
        )

    def scale(self, method: str, call: Call) -> Node | None:
        """Capacity that follows the load."""
        return None

    def _add(self, call: Call) -> None:
        value, target = call.argument(0, "statement"), self.document()
        if target is None:
            return
        if value is None:
            open_statements(target)
        else:
            add_statement(call.world, target, value, certain=call.certain)


class _StreamGrants(Granting):
    """``table.streamGrants``."""

    def __init__(self, table: TableThing) -> None:
        super().__init__(table)
        self._table = table

    def call(self, method: str, call: Call) -> Node | None:
        names = {"read": "grant_stream_read", "list": "grant_table_list_streams", "actions": "grant_stream"}
        return self._table.call(names.get(method, method), call)
