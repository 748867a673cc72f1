"""IAM policy documents of the CDK in their one JSON form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.principals import ANYONE, Principal, Principals, principal_of
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.values import Certainty, JsonText, MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_VERSION = "2012-10-17"
# Argument of a statement: element of the document.
_ELEMENTS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}


class Statement(Thing):
    """A policy statement, which methods may add to."""

    def __init__(self, json: MappingValue) -> None:
        self.json = json

    def value(self) -> Value:
        return self.json

    def call(self, method: str, call: Call) -> Node | None:
        element = {f"add_{k}": v for k, v in _ELEMENTS.items()}.get(method)
        if element is not None:
            self._extend(element, call.rest(0), call.certain)
            return Opaque()
        if method == "add_all_resources":
            self._extend("Resource", [Scalar("*")], call.certain)
            return Opaque()
        if method in ("add_condition", "add_conditions"):
            self._condition(method, call)
            return Opaque()
        if method in ("add_principals", "add_not_principals"):
            for value in call.positional:
                self.add_principal(
                    principal_of(call.world, value), "NotPrincipal" if "not" in method else "Principal"
                )
            return Opaque()
        if method.startswith("add_") and "principal" in method:
            made = _principal_by_method(method, call)
            self.add_principal(made)
            return Opaque()
        return None

    def add_principal(self, principals: Principals | None, element: str = "Principal") -> None:
        """Add principals; unknown ones open the statement's principals."""
        entry = self.json.entries.get(element)
        if entry is None or not isinstance(entry.value, MappingValue):
            entry = self.json.entries[element] = MapEntry(MappingValue({}))
        target = entry.value
        assert isinstance(target, MappingValue)
        if principals is None:
            target.open = True
            return
        for principal in principals.items:
            if principal.kind == "*":
                self.json.entries[element] = MapEntry(principal.name)
                continue
            listed = target.entries.setdefault(principal.kind, MapEntry(Sequence([])))
            assert isinstance(listed.value, Sequence)
            listed.value.elements.append(principal.name)
            conditions = principal.conditions
            if conditions is not None:
                self.json.entries["Condition"] = MapEntry(conditions)

    def _extend(self, element: str, values: list[Value] | None, certain: bool) -> None:
        entry = self.json.entries.setdefault(element, MapEntry(Sequence([])))
        if not isinstance(entry.value, Sequence):
            entry.value = Sequence([entry.value])
        for value in values or ():
            entry.value.elements.extend(value.items() if isinstance(value, Sequence) else [value])
        if values is None or not certain:
            entry.value.open = True

    def _condition(self, method: str, call: Call) -> None:
        entry = self.json.entries.setdefault("Condition", MapEntry(MappingValue({})))
        if not isinstance(entry.value, MappingValue):
            entry.value = Unknown("conditions", (entry.value,))
            return
        if method == "add_condition":
            key = call.folded(0, "key")
            value = call.argument(1, "value")
            text = key.text() if key is not None else None
            if text is not None and value is not None:
                entry.value.entries[text] = MapEntry(call.world.fold(value, VERBATIM))
                return
        else:
            value = call.argument(0, "conditions")
            added = call.world.fold(value, VERBATIM) if value is not None else None
            if isinstance(added, MappingValue):
                entry.value.entries.update(added.entries)
                entry.value.open = entry.value.open or added.open
                return
        entry.value.open = True


class Document(Thing):
    """A policy document, which methods may add to."""

    def __init__(self, json: Value) -> None:
        self.json = json

    def value(self) -> Value:
        return self.json

    def attribute(self, name: str) -> Node | None:
        return Opaque((self.json,))

    def call(self, method: str, call: Call) -> Node | None:
        if method == "add_statements":
            for value in call.positional:
                add_statement(call.world, self.json, value, certain=call.certain)
            if call.construction.arguments.open:
                open_statements(self.json)
        return Opaque((self.json,))


def document(
    statements: list[Value], *, open: bool = False, certainty: Certainty = Certainty.WRITTEN
) -> MappingValue:
    """A policy document of folded statements."""
    return MappingValue(
        {
            "Version": MapEntry(Scalar(_VERSION, certainty=Certainty.DEFAULT)),
            "Statement": MapEntry(Sequence(statements, open=open, certainty=certainty)),
        },
        certainty=certainty,
    )


def statement(
    actions: Iterable[str | Value],
    principals: Principals | None,
    resources: list[Value] | None = None,
    **extra: Value,
) -> MappingValue:
    """An Allow statement made by the library."""
    everywhere: list[Value] = [Scalar("*")]
    entries = {
        "Effect": MapEntry(Scalar("Allow")),
        "Action": MapEntry(Sequence([a if isinstance(a, Value) else Scalar(a) for a in actions])),
        "Resource": MapEntry(Sequence(everywhere if resources is None else resources)),
    }
    entries |= {k: MapEntry(v) for k, v in extra.items()}
    made = Statement(MappingValue(entries))
    made.add_principal(principals)
    return made.json


def statements_of(json: Value) -> Sequence | None:
    """The list of statements of a document, which may be added to."""
    content = json.content if isinstance(json, JsonText) else json
    if not isinstance(content, MappingValue):
        return None
    entry = content.entries.get("Statement")
    if entry is None:
        entry = content.entries["Statement"] = MapEntry(Sequence([]))
    if isinstance(entry.value, MappingValue):
        entry.value = Sequence([entry.value], origin=entry.value.origin)
    return entry.value if isinstance(entry.value, Sequence) else None


def add_statement(world: World, json: Value, value: Value, *, certain: bool = True) -> None:
    """Add an evaluated statement to a document."""
    found = statements_of(json)
    if found is None:
        return
    folded = world.fold(value, VERBATIM)
    if isinstance(folded, MappingValue):
        found.elements.append(folded)
        found.open = found.open or not certain
    else:
        found.open = True


def open_statements(json: Value) -> None:
    """There may be more statements than are listed."""
    found = statements_of(json)
    if found is not None:
        found.open = True


def policy_document(world: World, value: Value) -> Value:
    """The JSON form of whatever was given as a policy document; its lists may be added to."""
    node = world.node(value)
    if isinstance(node, Document):
        return node.json
    return world.fold(value, VERBATIM)


def _statement(call: Call) -> Node:
    props = call.props(0)
    return Statement(statement_json(call.world, props, call))


def statement_json(world: World, props: Arguments, call: Call) -> MappingValue:
    """The JSON form of a statement's arguments."""
    effect, sid = props.get("effect"), props.raw("sid")
    entries: dict[str, MapEntry] = {}
    if sid is not None:
        entries["Sid"] = MapEntry(world.fold(sid))
    entries["Effect"] = MapEntry(
        Scalar("Allow", certainty=Certainty.DEFAULT) if effect.is_absent() else effect
    )
    json = MappingValue(entries, open=props.open, origin=call.construction.origin)
    made = Statement(json)
    for argument, element in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        written = props.raw(argument)
        if written is None:
            continue
        elements = world.elements(written)
        made.add_principal(Principals([]) if elements is not None else None, element)
        for item in elements or ():
            made.add_principal(principal_of(world, item), element)
        json.entries[element].value.origin = written.origin
    for argument, element in _ELEMENTS.items():
        entry = props.entry(argument)
        if entry is not None and props.raw(argument) is not None:
            value = world.fold(entry.value, VERBATIM)
            copied = (
                Sequence(list(value.elements), open=value.open, origin=value.origin)
                if isinstance(value, Sequence)
                else value
            )
            json.entries[element] = MapEntry(copied, entry.key_origin, entry.origin)
    conditions = props.raw("conditions")
    if conditions is not None:
        json.entries["Condition"] = MapEntry(world.fold(conditions, VERBATIM))
    return json


def _statement_from_json(call: Call) -> Node:
    value = call.argument(0, "obj")
    folded = call.world.fold(value, VERBATIM) if value is not None else Unknown("a statement")
    return Statement(folded) if isinstance(folded, MappingValue) else folded


def _document(call: Call) -> Node:
    props = call.props(0)
    json = document([])
    json.origin = call.construction.origin
    written = props.raw("statements")
    elements = call.world.elements(written) if written is not None else []
    if elements is None or props.open:
        open_statements(json)
    for element in elements or ():
        add_statement(call.world, json, element)
    return Document(json)


def _document_from_json(call: Call) -> Node:
    value = call.argument(0, "obj")
    return Document(call.world.fold(value, VERBATIM) if value is not None else Unknown("a policy document"))


def _principal_by_method(method: str, call: Call) -> Principals | None:
    """``addServicePrincipal('x')`` and its like."""
    name = call.folded(0, "service")
    if name is None:
        name = call.folded(0, "arn")
    match method:
        case "add_service_principal" if name is not None:
            return Principals([Principal("Service", name)])
        case "add_arn_principal" | "add_aws_account_principal" if name is not None:
            return Principals([Principal("AWS", name)])
        case "add_account_root_principal":
            return Principals(
                [Principal("AWS", call.world.arn(":iam::", call.world.pseudo("account"), ":root"))]
            )
        case "add_any_principal":
            return ANYONE
        case "add_federated_principal" if name is not None:
            return Principals([Principal("Federated", name)])
        case _:
            return None


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-iam.PolicyStatement": _statement,
        "aws-iam.PolicyStatement.from_json": _statement_from_json,
        "aws-iam.PolicyDocument": _document,
        "aws-iam.PolicyDocument.from_json": _document_from_json,
    }
)
