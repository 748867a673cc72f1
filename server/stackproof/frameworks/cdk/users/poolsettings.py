"""What pools of users say of those who sign in: by what names, with which passwords, codes, messages, attributes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import in_days
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.cfn_changes import text
from stackproof.frameworks.cdk.described import Arranged
from stackproof.frameworks.cdk.names import snake
from stackproof.frameworks.cdk.options import given, given_or
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Node, Opaque
from stackproof.model.runtime import Symbol
from stackproof.model.values import Certainty, MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_STANDARD: Mapping[str, str] = MappingProxyType(
    {
        "fullname": "name", "profile_picture": "picture", "profile_page": "profile", "timezone": "zoneinfo",
        "last_update_time": "updated_at",
    }
)  # fmt: skip
_NAMES = {"email": "email", "phone": "phone_number"}
_RECOVERY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "EMAIL_AND_PHONE_WITHOUT_MFA": ("verified_email", "verified_phone_number"),
        "PHONE_WITHOUT_MFA_AND_EMAIL": ("verified_phone_number", "verified_email"),
        "EMAIL_ONLY": ("verified_email",),
        "PHONE_ONLY_WITHOUT_MFA": ("verified_phone_number",),
        "NONE": ("admin_only",),
        "PHONE_AND_EMAIL": (),
    }
)
_CODE, _LINK = "CONFIRM_WITH_CODE", "CONFIRM_WITH_LINK"


def on(props: Arguments | None, name: str) -> bool | None:
    """Whether a switch is on, which is off when it is left out; None when that is not known."""
    if props is None:
        return None
    value = props.get(name)
    return True if value.is_(True) else False if value.is_absent() or value.is_(False) else None


def chosen(props: Arguments | None, words: Mapping[str, str]) -> Value:
    """The words of the switches that are on; open where one of them is not known."""
    states = {name: on(props, name) for name in words}
    found: list[Value] = [default(words[name]) for name, state in states.items() if state]
    return Sequence(found, open=None in states.values())


def nested_or(props: Arguments, name: str) -> Arguments | None:
    """The options inside an argument, none at all when it is left out; None when they are not known."""
    return Arguments(props.world) if props.absent(name) else props.nested(name)


def arrange_names(made: Arranged) -> None:
    """By what users sign in, and what of it is verified by itself."""
    props = made.props
    aliases, verified = nested_or(props, "sign_in_aliases"), props.nested("auto_verify")
    own = True if props.absent("sign_in_aliases") else on(aliases, "username")
    if own is None:
        for name in ("username_attributes", "alias_attributes"):
            made.put(name, Unknown("by what users sign in"), "sign_in_aliases")
    elif own:
        preferred = chosen(aliases, {**_NAMES, "preferred_username": "preferred_username"})
        made.put("alias_attributes", None if preferred.is_empty() else preferred, "sign_in_aliases")
    else:
        made.put("username_attributes", chosen(aliases, _NAMES), "sign_in_aliases")
    if verified is not None:
        made.put("auto_verified_attributes", chosen(verified, _NAMES), "auto_verify")
    elif not props.absent("auto_verify"):
        made.put("auto_verified_attributes", Unknown("what is verified"), "auto_verify")
    else:
        names = chosen(aliases, _NAMES)
        told = None if names.is_empty() else names
        made.put(
            "auto_verified_attributes", told if names.is_closed() else Unknown("what is verified", (names,))
        )


def arrange_messages(made: Arranged) -> None:
    """What users are sent when they are invited, or have to prove who they are."""
    props = made.props
    joining = given_or(props, "self_sign_up_enabled", False)
    known = joining.is_(True) or joining.is_(False)
    own = block(
        allow_admin_create_user_only=(
            Scalar(joining.is_(False), origin=joining.origin, certainty=joining.certainty)
            if known
            else Unknown("who may sign up", (joining,))
        )
    )
    invitation = props.nested("user_invitation")
    if invitation is not None:
        inner = Arranged(invitation)
        inner.copy("sms_message", "email_subject", email_body="email_message")
        told = MappingValue(inner.entries, open=invitation.open)
        own.entries["invite_message_template"] = MapEntry(told)
    elif not props.absent("user_invitation"):
        own.entries["invite_message_template"] = MapEntry(Unknown("an invitation"))
    made.put("admin_create_user_config", own, "self_sign_up_enabled")
    _verification(made, nested_or(props, "user_verification"))


def _verification(made: Arranged, words: Arguments | None) -> None:
    if words is None:
        for name in (
            "verification_message_template", "email_verification_message", "email_verification_subject", "sms_verification_message",
        ):  # fmt: skip
            made.put(name, Unknown("messages"), "user_verification")
        return
    style = given_or(words, "email_style", _CODE)
    subject = given_or(words, "email_subject", "Verify your new account")
    message = given_or(words, "sms_message", "The verification code to your new account is {####}")
    by_code = given_or(words, "email_body", "The verification code to your new account is {####}")
    by_link = given_or(words, "email_body", "Verify your account by clicking on {##Verify Email##}")
    if style.is_(_CODE):
        told = block(
            default_email_option=style, email_message=by_code, email_subject=subject, sms_message=message
        )
        made.put("email_verification_message", by_code, "user_verification")
        made.put("email_verification_subject", subject, "user_verification")
    elif style.is_(_LINK):
        told = block(
            default_email_option=style,
            email_message_by_link=by_link,
            email_subject_by_link=subject,
            sms_message=message,
        )
    else:
        told = block(default_email_option=style, sms_message=message)
        told.open = True
        for name in ("email_verification_message", "email_verification_subject"):
            made.put(name, Unknown("a message"), "user_verification")
    made.put("verification_message_template", told, "user_verification")
    made.put("sms_verification_message", message, "user_verification")


def arrange_factors(made: Arranged) -> Value:
    """What users need beside a password; returns the list of it."""
    props = made.props
    made.copy(mfa="mfa_configuration")
    mode = props.get("mfa")
    second = props.nested("mfa_second_factor")
    found: Value
    if mode.is_absent() or mode.is_("OFF"):
        props.entry("mfa_second_factor")
        return Sequence([])
    if not mode.is_any_of("OPTIONAL", "ON"):
        found = Unknown("second factors", (mode,))
    elif second is not None:
        found = chosen(second, {"sms": "SMS_MFA", "otp": "SOFTWARE_TOKEN_MFA", "email": "EMAIL_OTP"})
    elif props.absent("mfa_second_factor"):
        found = Sequence([default("SMS_MFA")], certainty=Certainty.DEFAULT)
    else:
        found = Unknown("second factors")
    made.put("enabled_mfas", found, "mfa_second_factor")
    return found


def arrange_policies(made: Arranged) -> None:
    """What passwords must be like, and with what else users may sign in."""
    props = made.props
    told: dict[str, MapEntry] = {}
    password = props.nested("password_policy")
    if password is not None:
        inner = Arranged(password)
        inner.put("minimum_length", given_or(password, "min_length", 8), "min_length")
        inner.copy("require_lowercase", "require_uppercase", "require_symbols", "password_history_size")
        inner.copy(require_digits="require_numbers")
        days = in_days(password.get("temp_password_validity"))
        inner.put(
            "temporary_password_validity_days", None if days.is_absent() else days, "temp_password_validity"
        )
        told["password_policy"] = MapEntry(
            MappingValue(inner.entries, open=password.open, origin=password.origin)
        )
    elif not props.absent("password_policy"):
        told["password_policy"] = MapEntry(Unknown("a policy for passwords"))
    first = nested_or(props, "sign_in_policy")
    factors = first.nested("allowed_first_auth_factors") if first is not None else None
    if factors is not None:
        words = {
            "password": "PASSWORD",
            "email_otp": "EMAIL_OTP",
            "sms_otp": "SMS_OTP",
            "passkey": "WEB_AUTHN",
        }
        told["sign_in_policy"] = MapEntry(block(allowed_first_auth_factors=chosen(factors, words)))
    elif first is None or not first.absent("allowed_first_auth_factors"):
        told["sign_in_policy"] = MapEntry(Unknown("how users may sign in"))
    if told:
        made.put("policies", MappingValue(told), "password_policy")


def arrange_attributes(made: Arranged) -> None:
    """What is known of users."""
    props = made.props
    standard, own = nested_or(props, "standard_attributes"), props.raw("custom_attributes")
    found: list[Value] = []
    is_open = standard is None or standard.open
    for name in standard.entries if standard is not None else ():
        inner = standard.nested(name) if standard is not None else None
        if inner is None:
            is_open = is_open or (standard is not None and standard.raw(name) is not None)
            continue
        shown = default(_STANDARD.get(name, name))
        found.append(
            block(
                name=shown,
                mutable=given_or(inner, "mutable", True),
                required=given_or(inner, "required", False),
            )
        )
    if isinstance(own, MappingValue):
        for key, entry in own.entries.items():
            node = props.world.node(entry.value)
            found.append(node.schema(key) if isinstance(node, Attribute) else Unknown("an attribute"))
        is_open = is_open or own.open
    elif not props.absent("custom_attributes"):
        is_open = True
    if found or is_open:
        told: Value = Sequence(found, open=is_open)
        source = (
            "standard_attributes" if props.raw("standard_attributes") is not None else "custom_attributes"
        )
        made.put("schema", told if found else Unknown("attributes"), source)


class Attribute(Opaque):
    """An attribute of the author's: its kind of data, the name of the block of its limits, and these limits."""

    def __init__(self, kind: str, limits: str, low: str, high: str, props: Arguments) -> None:
        super().__init__()
        self._kind, self._limits = kind, limits
        self._low, self._high = low, high
        self._props = props

    def schema(self, name: str) -> MappingValue:
        """The block about it."""
        made = block(
            name=default(name), attribute_data_type=self._kind, mutable=given(self._props, "mutable")
        )
        ends = {"min": given(self._props, self._low), "max": given(self._props, self._high)}
        # Nothing is said of limits that are both left out or nothing.
        said = {k: v for k, v in ends.items() if v is not None}
        if self._limits and any(v.number() != 0 for v in said.values()):
            kind = "length" if self._limits.startswith("string") else "value"
            inner = {f"{k}_{kind}": MapEntry(text(v)) for k, v in said.items()}
            made.entries[self._limits] = MapEntry(MappingValue(inner))
        made.open = self._props.open
        return made


def arrange_recovery(made: Arranged) -> None:
    """How users get in again who forgot their password."""
    written = made.props.raw("account_recovery")
    names: tuple[str, ...] | None = None
    if written is None and made.props.absent("account_recovery"):
        names = _RECOVERY["PHONE_WITHOUT_MFA_AND_EMAIL"]
    elif isinstance(written, Symbol) and written.names:
        names = _RECOVERY.get(written.names[-1])
    if names is None:
        made.put("account_recovery_setting", Unknown("ways to get in again"), "account_recovery")
    elif names:
        ways: list[Value] = [block(name=default(n), priority=default(p)) for p, n in enumerate(names, 1)]
        made.put("account_recovery_setting", block(recovery_mechanisms=Sequence(ways)), "account_recovery")


def arrange_kept(made: Arranged) -> None:
    """What stays as it was until what it is changed to is verified."""
    kept = made.props.nested("keep_original")
    if kept is not None:
        told = block(attributes_require_verification_before_update=chosen(kept, _NAMES))
        made.put("user_attribute_update_settings", told, "keep_original")
    elif not made.props.absent("keep_original"):
        made.put("user_attribute_update_settings", Unknown("what is kept"), "keep_original")


def _attribute(kind: str, limits: str = "", low: str = "", high: str = "") -> Recipe:
    return lambda call: Attribute(kind, limits, low, high, call.props(0))


def _by_cognito(call: Call) -> Node:
    """``UserPoolEmail.withCognito(replyTo)``."""
    reply = call.folded(0, "reply_to")
    return block(reply_to_email_address=reply, email_sending_account="COGNITO_DEFAULT")


def _by_ses(call: Call) -> Node:
    """``UserPoolEmail.withSES({ fromEmail, fromName, replyTo, ... })``."""
    props, world = call.props(0), call.world
    sender, named = props.get("from_email"), given(props, "from_name")
    domain = given_or(props, "ses_verified_domain", sender)
    region = given_or(props, "ses_region", world.pseudo("region"))
    arn = world.arn(":ses:", region, ":", world.pseudo("account"), ":identity/", domain)
    made = Arranged(props)
    made.put("from", sender if named is None else Unknown("a sender", (sender, named)), "from_email")
    made.copy(reply_to="reply_to_email_address", configuration_set_name="configuration_set")
    made.put("email_sending_account", "DEVELOPER")
    made.put("source_arn", arn)
    return MappingValue(made.entries, open=props.open, origin=call.construction.origin)


class Listed(Opaque):
    """Attributes that a client may read or write."""

    def __init__(self, names: frozenset[str], open: bool = False) -> None:
        super().__init__()
        self.names = names
        self.open = open

    def value(self) -> Value:
        return Sequence([Scalar(name) for name in sorted(self.names)], open=self.open)

    def call(self, method: str, call: Call) -> Node | None:
        if method == "with_custom_attributes":
            texts = [v.text() for v in call.rest(0) or ()]
            own = {t if t.startswith("custom:") else f"custom:{t}" for t in texts if t is not None}
            return Listed(self.names | own, self.open or call.rest(0) is None or None in texts)
        if method == "with_standard_attributes":
            value = call.argument(0, "attributes")
            props = arguments_of(call.world, value) if value is not None else call.props(0)
            if props is None:
                return Listed(self.names, True)
            states = {snake(name): on(props, name) for name in props.entries}
            added = {_STANDARD.get(name, name) for name, state in states.items() if state}
            return Listed(self.names | added, self.open or props.open or None in states.values())
        return self


_C = "aws-cognito"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_C}.StringAttribute": _attribute("String", "string_attribute_constraints", "min_len", "max_len"),
        f"{_C}.NumberAttribute": _attribute("Number", "number_attribute_constraints", "min", "max"),
        f"{_C}.BooleanAttribute": _attribute("Boolean"),
        f"{_C}.DateTimeAttribute": _attribute("DateTime"),
        f"{_C}.UserPoolEmail.with_cognito": _by_cognito,
        f"{_C}.UserPoolEmail.with_ses": _by_ses,
        f"{_C}.ClientAttributes": lambda call: Listed(frozenset()),
    }
)
