"""Who may log in to a database: credentials that are given, generated, or kept in a secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.databases.engines import Engine
from stackproof.frameworks.cdk.described import Arranged
from stackproof.frameworks.cdk.security.secrets import SecretThing, make_secret
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Node, Thing
from stackproof.model.values import JsonText, MapEntry, Scalar, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# Characters that passwords of databases go without.
_EXCLUDED = " %+~`#$&*()|[]{}:;<>?!'/@\"\\"


class Credentials(Thing):
    """A user with a password or a secret; without them, a secret is generated.

    ``options`` are what the secret is to be like. ``plain`` when the user's name stands in the template as it is.
    """

    def __init__(
        self,
        username: Value | None,
        password: Value | None = None,
        secret: Value | None = None,
        options: Arguments | None = None,
        *,
        plain: bool = False,
        generated: bool = False,
    ) -> None:
        self.username = username
        self.password = password
        self.secret = secret
        self.options = options
        self.plain = plain
        self.generated = generated

    def attribute(self, name: str) -> Node | None:
        return self.username if name == "username" else None


@dataclass(frozen=True, eq=False)
class Login:
    """What a database says of its master, and the secret in which it is kept."""

    username: Value | None = None
    password: Value | None = None
    secret: SecretThing | None = None


def log_in(call: Call, props: Arguments, engine: Engine | None, name: str) -> Login:
    """The master of a new database, whose secret is made when there is none."""
    given = props.node("credentials")
    managed = props.raw("manage_master_user_password")
    if managed is not None and not managed.is_(False):
        # The service may keep the password itself.
        return _unclear(props)
    if props.raw("credentials") is not None and not isinstance(given, Credentials):
        return _unclear(props)
    if given is None and props.open:
        return _unclear(props)
    if not isinstance(given, Credentials):
        user: Value = Unknown("a user") if engine is None else default(engine.user)
        given = Credentials(user)
    if given.secret is not None:
        return _kept(call, given)
    if given.password is not None:
        return Login(given.username, given.password)
    secret = generate(call, given, f"{name}/Secret")
    return Login(
        given.username if given.plain else secret.field("username"), secret.field("password"), secret
    )


def log_in_again(call: Call, props: Arguments, argument: str, name: str) -> Login:
    """The master of a database from a snapshot: who it is, the snapshot says."""
    given = props.node(argument)
    if not isinstance(given, Credentials):
        known = props.raw(argument) is None and not props.open
        return Login() if known else Login(None, Unknown("a password"))
    if given.secret is not None:
        kept = _kept(call, given)
        return Login(None, kept.password, kept.secret)
    if not given.generated:
        return Login(None, given.password)
    secret = generate(call, given, name)
    return Login(None, secret.field("password"), secret)


def _unclear(props: Arguments) -> Login:
    value = props.get("credentials")
    return Login(Unknown("a user", (value,)), Unknown("a password", (value,)))


def _kept(call: Call, given: Credentials) -> Login:
    assert given.secret is not None
    node = call.world.node(given.secret)
    if not isinstance(node, SecretThing):
        value = Unknown("a secret", (call.world.fold(given.secret),))
        return Login(given.username if given.username is not None else value, value)
    user = given.username if given.username is not None else node.field("username")
    return Login(user, node.field("password"), node)


def generate(call: Call, given: Credentials, name: str) -> SecretThing:
    """The secret in which generated credentials are kept."""
    options = given.options if given.options is not None else Arguments(call.world)
    user = given.username if given.username is not None else Unknown("a user")
    return database_secret(call, options, name, {"username": user}, implied=True)


def database_secret(
    call: Call,
    props: Arguments,
    name: str,
    content: dict[str, Value],
    *,
    implied: bool,
    length: int = 30,
    without: str = _EXCLUDED,
) -> SecretThing:
    """A secret with a generated password beside what is known of the database."""
    made = Arranged(props)
    made.copy(secret_name="name")
    made.put("description", Template(("Generated by the CDK for stack: ", call.world.pseudo("stackName"))))
    excluded = props.get("exclude_characters")
    generated = {
        "password_length": MapEntry(Scalar(length)),
        "secret_string_template": MapEntry(
            JsonText(MappingValue({k: MapEntry(v) for k, v in content.items()}))
        ),
        "generate_string_key": MapEntry(Scalar("password")),
        "exclude_characters": MapEntry(default(without) if excluded.is_absent() else excluded),
    }
    made.put("generate_secret_string", MappingValue(generated))
    # This changes the logical id only.
    props.entry("replace_on_password_criteria_changes")
    return make_secret(call, made, name, implied=implied)


def _secret(call: Call) -> Node:
    """``new DatabaseSecret(this, 'id', { username, dbname, masterSecret })``."""
    props = call.props()
    return database_secret(call, props, call.world.name(call), _content(props), implied=False)


def _document_secret(call: Call) -> Node:
    """``new docdb.DatabaseSecret(...)``."""
    name = call.world.name(call)
    props = call.props()
    return database_secret(call, props, name, _content(props), implied=False, length=41, without='"@/')


def _content(props: Arguments) -> dict[str, Value]:
    content = {"username": props.get("username")}
    if not props.get("dbname").is_absent():
        content["dbname"] = props.get("dbname")
    master = props.thing("master_secret")
    if isinstance(master, SecretThing):
        content["masterarn"] = master.arn
    elif props.raw("master_secret") is not None:
        content["masterarn"] = Unknown("a secret")
    return content


def _generated(call: Call) -> Node:
    return Credentials(call.folded(0, "username"), options=call.props(1), plain=True, generated=True)


def _password(call: Call) -> Node:
    return Credentials(call.folded(0, "username"), call.folded(1, "password"), plain=True)


def _user(call: Call) -> Node:
    options = call.props(1)
    password = options.get("password") if options.raw("password") is not None else None
    return Credentials(call.folded(0, "username"), password, options=options)


def _from_secret(call: Call) -> Node:
    return Credentials(call.folded(1, "username"), secret=call.argument(0, "secret"))


def _snapshot_password(call: Call) -> Node:
    return Credentials(None, call.folded(0, "password"))


def _snapshot_secret(call: Call) -> Node:
    return Credentials(None, secret=call.argument(0, "secret"))


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-rds.DatabaseSecret": _secret,
        "aws-docdb.DatabaseSecret": _document_secret,
        "aws-rds.Credentials.from_generated_secret": _generated,
        "aws-rds.Credentials.from_password": _password,
        "aws-rds.Credentials.from_username": _user,
        "aws-rds.Credentials.from_secret": _from_secret,
        "aws-rds.SnapshotCredentials.from_generated_secret": _generated,
        "aws-rds.SnapshotCredentials.from_generated_password": _generated,
        "aws-rds.SnapshotCredentials.from_password": _snapshot_password,
        "aws-rds.SnapshotCredentials.from_secret": _snapshot_secret,
    }
)
