"""Variables of builds, and what must be allowed so that those from stores can be read."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import arguments_of
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Thing
from stackproof.frameworks.cdk.world import World
from stackproof.model.values import MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class Variables:
    """Variables from several places, later ones in the place of earlier ones."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._found: dict[str, MapEntry] = {}
        self._open = False
        self._given = False

    def add(self, value: Value | None) -> None:
        """Add variables as evaluated: objects with a value and a type, by name."""
        if value is None:
            return
        self._given = True
        if not isinstance(value, MappingValue):
            self._open = True
            return
        self._open = self._open or value.open
        for name, entry in value.entries.items():
            self._found[name] = entry

    def listed(self, role: Thing | None, *, certain: bool = True) -> Sequence | None:
        """The variables as a list, after the role was allowed to read them; None when there are none."""
        made: list[Value] = []
        parameters: list[Value] = []
        secrets: list[Value] = []
        for name, entry in self._found.items():
            inner = arguments_of(self._world, entry.value)
            if inner is None:
                folded = self._world.fold(entry.value)
                made.append(MappingValue({"name": MapEntry(Scalar(name))}, open=True, origin=folded.origin))
                continue
            kind, content = inner.get("type"), inner.get("value")
            kind = default("PLAINTEXT") if kind.is_absent() else kind
            number = content.number()
            if number is not None:
                content = Scalar(str(number), origin=content.origin)
            entries = {"name": MapEntry(Scalar(name)), "type": MapEntry(kind), "value": MapEntry(content)}
            made.append(MappingValue(entries, origin=entry.value.origin))
            if kind.is_("PARAMETER_STORE"):
                parameters.append(self._parameter(content))
            elif kind.is_("SECRETS_MANAGER"):
                secrets.append(self._secret(content))
            elif kind.is_unknown():
                parameters.append(Unknown("a parameter"))
        if isinstance(role, Holder):
            for action, arns in (
                ("ssm:GetParameters", parameters),
                ("secretsmanager:GetSecretValue", secrets),
            ):
                if arns:
                    role.allow(permission([action], arns), certain=certain)
        return Sequence(made, open=self._open) if made or self._open else None

    def _home(self, service: str, kind: str) -> tuple[str | Value, ...]:
        world = self._world
        return (f":{service}:", world.pseudo("region"), ":", world.pseudo("account"), f":{kind}")

    def _parameter(self, name: Value) -> Value:
        text = name.text()
        rest: tuple[str | Value, ...] = (
            (text.removeprefix("/"),) if text is not None else tuple(name.pieces() or (name,))
        )
        return self._world.arn(*self._home("ssm", "parameter/"), *rest)

    def _secret(self, value: Value) -> Value:
        text = value.text()
        if text is None:
            pieces = value.pieces() or (value,)
            return (
                pieces[0]
                if isinstance(pieces[0], Value) and len(pieces) == 1
                else Unknown("a secret", (value,))
            )
        if text.startswith("arn:"):
            parts = text.split(":")
            home = ":".join(parts[:6])
            return Scalar(f"{home}:{parts[6]}*") if len(parts) > 6 else Unknown("a secret", (value,))
        return self._world.arn(*self._home("secretsmanager", "secret:"), f"{text.split(':')[0]}-??????")
