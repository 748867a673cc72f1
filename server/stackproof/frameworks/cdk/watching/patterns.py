"""Which lines of logs are meant: ``FilterPattern.literal('ERROR')`` and its like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.thing import Node, Opaque
from stackproof.model.values import Scalar, Unknown, Value


class Pattern(Opaque):
    """A pattern; ``inner`` is what stands between the braces of one over JSON."""

    def __init__(self, text: Value, inner: str | None = None) -> None:
        super().__init__((text,))
        self.text = text
        self.inner = inner

    def attribute(self, name: str) -> Node | None:
        return self.text if name == "log_pattern_string" else self


def pattern_of(props: Arguments) -> Value:
    """The pattern that is given as ``filterPattern``."""
    node = props.node("filter_pattern")
    if isinstance(node, Pattern):
        written = props.raw("filter_pattern")
        text = node.text.text()
        place = written.origin if written is not None else None
        return Scalar(text, origin=place) if text is not None else node.text
    return Unknown("a pattern", (props.get("filter_pattern"),))


def _literal(call: Call) -> Node:
    value = call.folded(0, "log_pattern_string")
    return Pattern(value if value is not None else Unknown("a pattern"))


def _texts(call: Call) -> list[str] | None:
    values = call.rest(0)
    texts = [v.text() for v in values] if values is not None else [None]
    known = [t for t in texts if t is not None]
    return known if len(known) == len(texts) else None


def _quoted(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _terms(lead: str) -> Recipe:
    """All of the terms, or (``?``) any of them."""

    def recipe(call: Call) -> Node:
        texts = _texts(call)
        if texts is None:
            return Pattern(Unknown("a pattern"))
        return Pattern(Scalar(" ".join(lead + _quoted(t) for t in texts)))

    return recipe


def _braced(inner: str | None) -> Pattern:
    return Pattern(Unknown("a pattern") if inner is None else Scalar(f"{{ {inner} }}"), inner)


def _field(call: Call) -> str | None:
    field = call.folded(0, "json_field")
    return field.text() if field is not None else None


def _compared(write: Callable[[Value], str | None]) -> Recipe:
    """``stringValue('$.a', '=', 'b')``."""

    def recipe(call: Call) -> Node:
        field, sign, value = _field(call), call.folded(1, "comparison"), call.folded(2, "value")
        written = write(value) if value is not None else None
        text = sign.text() if sign is not None else None
        return _braced(
            None if field is None or text is None or written is None else f"{field} {text} {written}"
        )

    return recipe


def _string(value: Value) -> str | None:
    text = value.text()
    return None if text is None else _quoted(text)


def _number(value: Value) -> str | None:
    number = value.number()
    return None if number is None else str(number)


def _postfix(words: str) -> Recipe:
    def recipe(call: Call) -> Node:
        field = _field(call)
        return _braced(None if field is None else f"{field} {words}")

    return recipe


def _boolean(call: Call) -> Node:
    field, value = _field(call), call.folded(1, "value")
    known = value is not None and (value.is_(True) or value.is_(False))
    word = "IS TRUE" if value is not None and value.is_(True) else "IS FALSE"
    return _braced(f"{field} {word}" if known and field is not None else None)


def _together(sign: str) -> Recipe:
    def recipe(call: Call) -> Node:
        nodes = [call.world.node(v) for v in call.positional]
        inner = [n.inner for n in nodes if isinstance(n, Pattern) and n.inner is not None]
        if call.construction.arguments.open or len(inner) != len(nodes) or not inner:
            return Pattern(Unknown("a pattern"))
        return _braced(inner[0] if len(inner) == 1 else f" {sign} ".join(f"({i})" for i in inner))

    return recipe


def _unknown(call: Call) -> Node:
    return Pattern(Unknown("a pattern", call.world.folder.mentions(call.construction)))


_P = "aws-logs.FilterPattern"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_P}.literal": _literal,
        f"{_P}.all_events": lambda call: Pattern(Scalar("")),
        f"{_P}.all_terms": _terms(""),
        f"{_P}.any_term": _terms("?"),
        f"{_P}.any_term_group": _unknown,
        f"{_P}.exists": _postfix('= "*"'),
        f"{_P}.not_exists": _postfix("NOT EXISTS"),
        f"{_P}.is_null": _postfix("IS NULL"),
        f"{_P}.boolean_value": _boolean,
        f"{_P}.string_value": _compared(_string),
        f"{_P}.number_value": _compared(_number),
        f"{_P}.regex_value": _unknown,
        f"{_P}.all": _together("&&"),
        f"{_P}.any": _together("||"),
        f"{_P}.space_delimited": _unknown,
    }
)
