"""Python constructs and what they become in the program model."""

from __future__ import annotations

import msgspec
import pytest

from stackproof.languages.python import Python
from stackproof.model import program as p
from stackproof.text import Document


def read(text: str) -> p.Module:
    return Python().read(Document.from_text("/app.py", text)).module


def statements(text: str) -> list[p.Statement]:
    return [placed.statement for placed in read(text).body.statements]


def statement(text: str) -> p.Statement:
    (only,) = statements(text)
    return only


def expression(text: str) -> p.Expression:
    found = statement(f"x = {text}")
    assert isinstance(found, p.ExpressionStatement)
    (assigned,) = found.expressions
    assert isinstance(assigned, p.Assignment)
    return assigned.value


def shape(value: object) -> object:
    """A node without its spans and default fields, as nested tuples that read well."""
    if isinstance(value, p.Name):
        return value.id
    if isinstance(value, p.Literal):
        return ("lit", value.value)
    if isinstance(value, p.Placed):
        return shape(value.statement)
    if isinstance(value, p.Block):
        return [shape(each) for each in value.statements]
    if isinstance(value, tuple):
        return [shape(each) for each in value]
    if isinstance(value, msgspec.Struct):
        fields = {}
        for field in msgspec.structs.fields(type(value)):
            content = getattr(value, field.name)
            if not field.name.endswith("span") and (field.required or content != field.default):
                fields[field.name] = shape(content)
        return (type(value).__name__, fields)
    return value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'a'", "a"),
        ('"a\\n\\t\\x41\\101\\u00e9\\U0001F600\\N{BULLET}\\q"', "a\n\tAAé😀•\\q"),
        ("r'\\d'", "\\d"),
        ("b'\\x41\\u0041'", "A\\u0041"),
        ("'''a\nb'''", "a\nb"),
        ('"""a\\\nb"""', "ab"),
        ("'a' \"b\" f'{{c}}'", "ab{c}"),
        ("('a'\n  # why\n  'b')", "ab"),
        ('"\\ud83d"', "\ufffd"),
        ("''", ""),
        ("1_000", 1000),
        ("0xff", 255),
        ("0b11", 3),
        ("1.5e3", 1500.0),
        ("True", True),
        ("False", False),
        ("None", None),
        ("(1)", 1),
        ("cast(int, 1)", 1),
        ("typing.cast('int', 1)", 1),
        ("await 1", 1),
    ],
)
def test_literals(text: str, value: object) -> None:
    found = expression(text)
    assert isinstance(found, p.Literal)
    assert found.value == value
    assert type(found.value) is type(value)


def test_carriage_returns_inside_strings_are_line_feeds() -> None:
    found = expression("'''a\r\nb'''")
    assert isinstance(found, p.Literal)
    assert found.value == "a\nb"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f'a{b}c'", ["a", "b", "c"]),
        ("f'{b!r:>{w}}'", ["b"]),
        ("f\"{b['k']}-\"", [("Index", {"object": "b", "index": ("lit", "k")}), "-"]),
        ("f'{f\"{g}\"}'", [("Template", {"parts": ["g"]})]),
        ("'a' f'{b}' 'c' 'd'", ["a", "b", "cd"]),
        ("f'{{{b}}}'", ["{", "b", "}"]),
        ("rf'\\d{b}'", ["\\d", "b"]),
        ("f'{b=}'", ["b=", "b"]),
    ],
)
def test_templates(text: str, expected: object) -> None:
    assert shape(expression(text)) == ("Template", {"parts": expected})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b", ("Member", {"object": "a", "name": "b"})),
        ("a[1:b]", ("Index", {"object": "a", "index": ("Slice", {"start": ("lit", 1), "stop": "b", "step": None})})),
        ("a[::2]", ("Index", {"object": "a", "index": ("Slice", {"start": None, "stop": None, "step": ("lit", 2)})})),
        ("a + b", ("Binary", {"operator": "+", "left": "a", "right": "b"})),
        ("a is None", ("Binary", {"operator": "==", "left": "a", "right": ("lit", None)})),
        ("a is not b", ("Binary", {"operator": "!=", "left": "a", "right": "b"})),
        ("a not in b", ("Binary", {"operator": "not in", "left": "a", "right": "b"})),
        ("a or b", ("Binary", {"operator": "or", "left": "a", "right": "b"})),
        ("not a", ("Unary", {"operator": "not", "operand": "a"})),
        ("-a", ("Unary", {"operator": "-", "operand": "a"})),
        ("a if b else c", ("Conditional", {"test": "b", "then": "a", "otherwise": "c"})),
        ("'%s' % a", ("Binary", {"operator": "%", "left": ("lit", "%s"), "right": "a"})),
        (
            "a < b < c",
            (
                "Binary",
                {
                    "operator": "and",
                    "left": ("Binary", {"operator": "<", "left": "a", "right": "b"}),
                    "right": ("Binary", {"operator": "<", "left": "b", "right": "c"}),
                },
            ),
        ),
        (
            "a, *b",
            (
                "ListDisplay",
                {"items": [("Item", {"value": "a"}), ("Item", {"value": "b", "spread": True})], "kind": "tuple"},
            ),
        ),
        ("{a}", ("ListDisplay", {"items": [("Item", {"value": "a"})], "kind": "set"})),
        ("[]", ("ListDisplay", {"items": []})),
        (
            "{'a': b, **c}",
            (
                "ObjectDisplay",
                {
                    "entries": [
                        ("Entry", {"key": ("lit", "a"), "value": "b"}),
                        ("Entry", {"key": None, "value": "c"}),
                    ]
                },
            ),
        ),
        (
            "f(a, *b, c=d, **e)",
            (
                "Call",
                {
                    "callee": "f",
                    "arguments": [
                        ("Argument", {"value": "a"}),
                        ("Argument", {"value": "b", "spread": "*"}),
                        ("Argument", {"value": "d", "name": "c"}),
                        ("Argument", {"value": "e", "spread": "**"}),
                    ],
                },
            ),
        ),
        (
            "[a for a, b in c if d if e for f in g]",
            (
                "Comprehension",
                {
                    "kind": "list",
                    "element": "a",
                    "clauses": [
                        (
                            "Clause",
                            {
                                "target": (
                                    "ListPattern",
                                    {"entries": [("PatternEntry", {"target": "a"}), ("PatternEntry", {"target": "b"})]},
                                ),
                                "iterable": "c",
                                "conditions": ["d", "e"],
                            },
                        ),
                        ("Clause", {"target": "f", "iterable": "g"}),
                    ],
                },
            ),
        ),
        (
            "{k: v for k in c}",
            (
                "Comprehension",
                {"kind": "dict", "element": "v", "key": "k", "clauses": [("Clause", {"target": "k", "iterable": "c"})]},
            ),
        ),
        (
            "f(a for a in b)",
            (
                "Call",
                {
                    "callee": "f",
                    "arguments": [
                        (
                            "Argument",
                            {
                                "value": (
                                    "Comprehension",
                                    {
                                        "kind": "generator",
                                        "element": "a",
                                        "clauses": [("Clause", {"target": "a", "iterable": "b"})],
                                    },
                                )
                            },
                        )
                    ],
                },
            ),
        ),
        ("(n := a)", ("Assignment", {"target": "n", "value": "a"})),
        (
            "lambda a, b=c: a",
            (
                "Function",
                {
                    "name": None,
                    "parameters": [("Parameter", {"target": "a"}), ("Parameter", {"target": "b", "default": "c"})],
                    "body": [("Return", {"value": "a"})],
                    "arrow": True,
                },
            ),
        ),
        ("b = c", ("Assignment", {"target": "b", "value": "c"})),
        ("a @ b", ("Unparsed", {"reason": "operator", "mentions": ["a", "b"]})),
    ],
)  # fmt: skip
def test_expressions(text: str, expected: object) -> None:
    assert shape(expression(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pass", []),
        ("x: int", []),
        ("type X = int", []),
        ("X: TypeAlias = int", []),
        ("'''doc'''", []),
        ("...", []),
        ("a += b", [("ExpressionStatement", {"expressions": [("Assignment", {"target": "a", "value": "b", "operator": "+"})]})]),
        ("x: int = b", [("ExpressionStatement", {"expressions": [("Assignment", {"target": "x", "value": "b"})]})]),
        (
            "a, *b = c",
            [
                (
                    "ExpressionStatement",
                    {
                        "expressions": [
                            (
                                "Assignment",
                                {
                                    "target": (
                                        "ListPattern",
                                        {
                                            "entries": [
                                                ("PatternEntry", {"target": "a"}),
                                                ("PatternEntry", {"target": "b", "rest": True}),
                                            ]
                                        },
                                    ),
                                    "value": "c",
                                },
                            )
                        ]
                    },
                )
            ],
        ),
        ("if a: b", [("If", {"test": "a", "then": [("ExpressionStatement", {"expressions": ["b"]})]})]),
        (
            "if a: pass\nelif b: pass\nelse: c",
            [
                (
                    "If",
                    {
                        "test": "a",
                        "then": [],
                        "otherwise": [
                            (
                                "If",
                                {
                                    "test": "b",
                                    "then": [],
                                    "otherwise": [("ExpressionStatement", {"expressions": ["c"]})],
                                },
                            )
                        ],
                    },
                )
            ],
        ),
        (
            "for a in b:\n  break\nelse:\n  continue",
            [
                (
                    "ForEach",
                    {
                        "target": "a",
                        "iterable": "b",
                        "body": [("Jump", {"kind": "break"})],
                        "otherwise": [("Jump", {"kind": "continue"})],
                    },
                )
            ],
        ),
        ("while a: b", [("While", {"test": "a", "body": [("ExpressionStatement", {"expressions": ["b"]})]})]),
        (
            "while a: pass\nelse: b",
            [
                ("While", {"test": "a", "body": []}),
                ("Group", {"items": [], "body": [("ExpressionStatement", {"expressions": ["b"]})]}),
            ],
        ),
        (
            "with a as b, c: d",
            [
                (
                    "Group",
                    {
                        "items": [("Assignment", {"target": "b", "value": "a"}), "c"],
                        "body": [("ExpressionStatement", {"expressions": ["d"]})],
                    },
                )
            ],
        ),
        (
            "try: a\nexcept E: b\nelse: c\nfinally: d",
            [
                (
                    "Try",
                    {
                        "body": [("ExpressionStatement", {"expressions": ["a"]})],
                        "handlers": [[("ExpressionStatement", {"expressions": ["b"]})]],
                        "otherwise": [("ExpressionStatement", {"expressions": ["c"]})],
                        "finally_": [("ExpressionStatement", {"expressions": ["d"]})],
                    },
                )
            ],
        ),
        (
            "match a:\n  case 1 | 'b': c\n  case -2 | E.F: pass\n  case _: d",
            [
                (
                    "Switch",
                    {
                        "subject": "a",
                        "cases": [
                            (
                                "Case",
                                {
                                    "tests": [("lit", 1), ("lit", "b")],
                                    "body": [("ExpressionStatement", {"expressions": ["c"]})],
                                },
                            ),
                            (
                                "Case",
                                {
                                    "tests": [
                                        ("Unary", {"operator": "-", "operand": ("lit", 2)}),
                                        ("Member", {"object": "E", "name": "F"}),
                                    ],
                                    "body": [],
                                },
                            ),
                            ("Case", {"tests": [], "body": [("ExpressionStatement", {"expressions": ["d"]})]}),
                        ],
                        "falls": False,
                    },
                )
            ],
        ),
        ("raise A from b", [("Raise", {"value": "A"})]),
        ("del a, b", [("ExpressionStatement", {"expressions": [
            ("Unary", {"operator": "delete", "operand": "a"}), ("Unary", {"operator": "delete", "operand": "b"})]})]),
        ("global a", [("Unparsed", {"reason": "global", "mentions": ["a"]})]),
    ],
)  # fmt: skip
def test_statements(text: str, expected: object) -> None:
    assert [shape(each) for each in statements(text)] == expected


def test_other_match_patterns_are_unknown_and_bind_unknown_names() -> None:
    found = statement("match a:\n  case {'k': b} if c: d\n  case e: f")
    assert isinstance(found, p.Switch)
    mapping, capture = found.cases
    assert isinstance(mapping.tests[0], p.Unparsed)
    assert capture.tests == ()
    for case, name in ((mapping, "b"), (capture, "e")):
        bound = case.body.statements[0].statement
        assert isinstance(bound, p.ExpressionStatement)
        assert shape(bound.expressions[0]) == (
            "Assignment",
            {"target": name, "value": ("Unparsed", {"reason": "pattern"})},
        )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a", [{"module": "a", "namespace": "a"}]),
        ("import a.b", [{"module": "a.b", "namespace": "a", "path_binding": True}]),
        ("import a.b as c, d", [{"module": "a.b", "namespace": "c"}, {"module": "d", "namespace": "d"}]),
        ("from a import *", [{"module": "a", "star": True}]),
        ("from . import a", [{"module": ".", "names": [("ImportedName", {"name": "a", "alias": "a"})]}]),
        (
            "from ..a.b import (c as d,\n  e,)",
            [
                {
                    "module": "..a.b",
                    "names": [
                        ("ImportedName", {"name": "c", "alias": "d"}),
                        ("ImportedName", {"name": "e", "alias": "e"}),
                    ],
                }
            ],
        ),
        (
            "from __future__ import annotations",
            [
                {
                    "module": "__future__",
                    "names": [("ImportedName", {"name": "annotations", "alias": "annotations"})],
                }
            ],
        ),
    ],
)
def test_imports(text: str, expected: list[object]) -> None:
    assert [shape(each) for each in statements(text)] == [("Import", each) for each in expected]


def test_imports_inside_functions_and_try_blocks() -> None:
    found = statement("try:\n  import a\nexcept ImportError:\n  a = None")
    assert isinstance(found, p.Try)
    assert isinstance(found.body.statements[0].statement, p.Import)


def test_function_parameters() -> None:
    found = statement("@d\nasync def f(a, /, b: int = 1, *c: str, e, g=2, **h) -> int:\n  yield a")
    assert isinstance(found, p.FunctionDefinition)
    function = found.function
    assert [shape(each) for each in function.decorators] == ["d"]
    assert function.generator
    assert function.receiver is None
    assert [shape(each)[1] for each in function.parameters] == [  # type: ignore[index]
        {"target": "a"},
        {"target": "b", "default": ("lit", 1), "annotation": "int"},
        {"target": "c", "annotation": "str", "rest": "*"},
        {"target": "e", "keyword_only": True},
        {"target": "g", "default": ("lit", 2), "keyword_only": True},
        {"target": "h", "rest": "**"},
    ]


def test_a_function_around_a_generator_is_none() -> None:
    found = statement("def f():\n  def g():\n    yield 1\n  return g")
    assert isinstance(found, p.FunctionDefinition)
    assert not found.function.generator


CLASS = '''\
@dataclass(frozen=True)
class A(Base, Other, metaclass=ABCMeta):
    """doc"""
    x: int = 3
    y: str
    LIMIT = 5
    a = b = 6

    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        Base.__init__(self, scope)

    @property
    def p(self) -> int:
        return super().p()

    @p.setter
    def p(self, value): ...

    @staticmethod
    def s(a): ...

    @classmethod
    def c(cls, a): ...

    @audited
    def m(me): ...

    def m(self, again): ...

    if LIMIT:
        z = 1

    class Inner: ...
'''


def test_classes() -> None:
    found = statement(CLASS)
    assert isinstance(found, p.ClassDefinition)
    assert (found.name, found.dataclass, found.abstract) == ("A", True, True)
    assert [shape(each) for each in found.bases] == ["Base", "Other"]
    assert [(each.name, shape(each.value), each.annotation, each.static) for each in found.fields] == [
        ("x", ("lit", 3), "int", True),
        ("y", None, "str", True),
        ("LIMIT", ("lit", 5), None, True),
    ]
    assert [(each.name, each.kind, each.function.receiver) for each in found.methods] == [
        ("constructor", "method", "self"),
        ("p", "getter", "self"),
        ("p", "setter", "self"),
        ("s", "static", None),
        ("c", "class", "cls"),
        ("m", "method", "self"),
    ]
    assert found.body is not None
    kinds = [type(each.statement) for each in found.body.statements]
    assert kinds == [p.ExpressionStatement, p.If, p.ClassDefinition]


def test_calls_of_the_base_class() -> None:
    found = statement(CLASS)
    assert isinstance(found, p.ClassDefinition)
    first, second = (each.statement for each in found.methods[0].function.body.statements)
    assert isinstance(first, p.ExpressionStatement)
    assert isinstance(second, p.ExpressionStatement)
    call = first.expressions[0]
    assert isinstance(call, p.Call)
    assert isinstance(call.callee, p.Super)
    assert [each.spread for each in call.arguments] == ["", "", "**"]
    explicit = second.expressions[0]
    assert isinstance(explicit, p.Call)
    assert shape(explicit.callee) == ("Member", {"object": "Base", "name": "constructor"})
    getter = found.methods[1].function.body.statements[0].statement
    assert isinstance(getter, p.Return)
    assert isinstance(getter.value, p.Call)
    assert shape(getter.value.callee) == ("Member", {"object": ("Super", {}), "name": "p"})


def test_directives_have_absolute_spans() -> None:
    text = "x = 1\nif x:\n    y = 2  # stackproof: allow a-b\n# other\nz = '# stackproof: no'\n"
    module = read(text)
    (found,) = module.directives
    assert found.text == "stackproof: allow a-b"
    assert text[found.span.start : found.span.end] == "# stackproof: allow a-b"


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 5000 + "a" + ")" * 5000,
        "x = " + " + ".join(["a"] * 5000),
        "x = a" + ".b(c)" * 5000,
        "x = " + "[" * 3000,
        "x = " + "not " * 3000 + "a",
        "x = " + "lambda: " * 3000 + "a",
        "x = " + " if a else ".join(["b"] * 3000),
        "if a: pass\n" + "elif b: pass\n" * 3000,
        "x = " + " < ".join(["a"] * 3000),
        "\n".join(" " * depth + "if a:" for depth in range(400)) + "\n" + " " * 400 + "b",
    ],
)
def test_deep_nesting_is_given_up_quietly(text: str) -> None:
    module = read(text)
    assert module.body.statements
    assert module == read(text)
