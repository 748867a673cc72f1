"""What each Python construct evaluates to."""

from __future__ import annotations

from typing import Any

import pytest
from evaluating import calls, probed, python, run

EXPRESSIONS: list[tuple[str, Any]] = [
    ("f\"{'x'}-{2:>3}\"", "x-2"),
    ("f'a-{lib.env}'", "a-{<lib.env>}"),
    ("'a' 'b'", "ab"),
    ("'%s-%d' % ('a', 1)", "a-1"),
    ("'{}-{x}'.format('a', x=1)", "a-1"),
    ("7 // 2", 3),
    ("os.path.join(os.path.dirname(__file__), 'src')", "/p/src"),
    ("{'dev': 1, 'prod': 2}[lib.stage]", {"either": [1, 2]}),
    ("{'dev': 1}.get(lib.stage, 0)", {"either": [1, 0]}),
    ("('a', 'b')[lib.number]", {"either": ["a", "b"]}),
    ("2 ** 3", 8),
    ("'a' if 1 == 1 else 'b'", "a"),
    ("'a' if lib.flag else 'b'", {"either": ["a", "b"]}),
    # A function of a library may give anything; its classes give objects.
    ("'a' if lib.ask('x') else 'b'", {"either": ["a", "b"]}),
    ("'a' if lib.ask('x') is None else 'b'", {"either": ["a", "b"]}),
    ("'a' if Thing('x') else 'b'", "a"),
    ("'a' if Thing.from_name('x') else 'b'", "a"),
    ("None or 'd'", "d"),
    ("[*range(3)]", [0, 1, 2]),
    ("{**{'a': 1}, 'b': 2}", {"a": 1, "b": 2}),
    ("{'a': 1} | {'b': 2}", {"a": 1, "b": 2}),
    ("dict(a=1, **{'b': 2})", {"a": 1, "b": 2}),
    ("dict.fromkeys(['a', 'b'], True)", {"a": True, "b": True}),
    ("[x * 2 for x in range(4) if x % 2]", [2, 6]),
    ("{k: v + 1 for k, v in {'a': 1}.items()}", {"a": 2}),
    ("[f'{a}{b}' for a in 'xy' for b in (1, 2)]", ["x1", "x2", "y1", "y2"]),
    ("list(enumerate(['a'], start=1))", [[1, "a"]]),
    ("list(zip([1, 2], ['a', 'b']))", [[1, "a"], [2, "b"]]),
    ("[1, 2, 3][1:]", [2, 3]),
    ("[1, 2, 3][-1]", 3),
    ("'-'.join(['a', 'b'])", "a-b"),
    ("'A_B'.lower().replace('_', '-')", "a-b"),
    ("{'a': 1}.get('b', 5)", 5),
    ("'a' in ['a']", True),
    ("'a' not in {'a': 1}", False),
    ("1 < 2 < 3", True),
    ("len([1, 2])", 2),
    ("sorted(['b', 'a'])", ["a", "b"]),
    ("(lambda a, *b, c=3, **d: [a, b, c, d])(1, 2, e=4)", [1, [2], 3, {"e": 4}]),
    ("[y for x in [3] if (y := x + 1)]", [4]),
    ("any(x > 1 for x in [1, 2])", True),
    ("max([1, 5, 2])", 5),
    ("isinstance('a', str)", True),
    ("list(map(lambda x: x + 1, [1]))", [2]),
    ("str(5) + 'x'", "5x"),
    ("not []", True),
    ("[1, 2] + [3]", [1, 2, 3]),
    ("['a'] * 2", ["a", "a"]),
]


@pytest.mark.parametrize(("text", "expected"), EXPRESSIONS, ids=[t for t, _ in EXPRESSIONS])
def test_expression(text: str, expected: Any) -> None:
    assert probed(python(f"import os\nprobe({text})")) == [expected]


def test_json_documents_and_environment() -> None:
    text = "import json, os\nprobe(json.dumps({'a': [1]}))\nprobe(os.environ.get('X', 'dev'))\nprobe(os.getenv('Y') or 'q')"
    document, environment, fallback = probed(python(text))
    assert document == {"json": {"a": [1]}}
    assert environment == {"either": ["?", "dev"]}
    assert fallback == {"either": ["?", "q"]}


def test_loops() -> None:
    text = """
for i, (a, b) in enumerate(zip("xy", [1, 2])):
    probe(i, a, b)
else:
    probe("else")
n = 0
while n < 2:
    n += 1
    if n == 1:
        continue
    probe(n)
"""
    assert probed(python(text)) == [[0, "x", 1], [1, "y", 2], 2] or probed(python(text)) == [
        [0, "x", 1],
        [1, "y", 2],
        "else",
        2,
    ]


def test_class_with_inheritance_super_and_properties() -> None:
    text = """
class Base(Stack):
    KIND = "k"
    def __init__(self, scope, id, *, suffix, **kwargs):
        super().__init__(scope, id, **kwargs)
        self.suffix = suffix
        self._make()
    def _make(self):
        probe(self.label("x"), self.KIND)
    def label(self, stem):
        return f"{stem}-{self.suffix}"
    @property
    def shown(self):
        return self.suffix.upper()
    @staticmethod
    def plain(x):
        return x + 1
    @classmethod
    def make(cls, x):
        return cls.KIND + x

class Mine(Base):
    def __init__(self, scope):
        super().__init__(scope, "mine", suffix="dev", env="e")
        probe(self.shown, Mine.plain(1), self.make("z"))
    def label(self, stem):
        return super().label(stem + "!")

Mine(lib.app)
"""
    evaluation = python(text)
    assert probed(evaluation) == [["x!-dev", "k"], ["DEV", 2, "kz"]]
    (stack,) = calls(evaluation, "Stack")
    assert stack.arguments.positional[1].text() == "mine"
    assert list(stack.arguments.keywords) == ["env"]


def test_explicit_base_constructor() -> None:
    text = """
class Mine(Stack):
    def __init__(self, scope, id):
        Stack.__init__(self, scope, id)
        Thing(self, "t")
Mine(None, "i")
"""
    (stack,) = calls(python(text), "Stack")
    assert [v.text() for v in stack.arguments.positional] == [None, "i"]


def test_named_tuples_are_filled_and_taken_apart() -> None:
    evaluation = python(
        """
from typing import NamedTuple

class App(NamedTuple):
    name: str
    cpu: int = 256
    port: int | None = None

app = App("web", port=80)
probe(app.name, app.cpu, app.port, app[1])
name, cpu, port = app
probe(name, cpu, port)
"""
    )
    assert probed(evaluation) == [["web", 256, 80, 256], ["web", 256, 80]]


def test_dataclasses_and_enums() -> None:
    text = """
from dataclasses import dataclass, field
from enum import Enum
class Env(str, Enum):
    DEV = "dev"
    PROD = "prod"
@dataclass
class Config:
    name: str
    size: int = 2
    zones: list = field(default_factory=list)
c = Config("a")
c2 = Config(name="b", size=5)
probe(c.name, c.size, c.zones, c2.size, Env.DEV.value, Env.DEV == Env.PROD)
"""
    assert probed(python(text)) == [["a", 2, [], 5, "dev", False]]


def test_models_and_named_tuples_are_made_from_their_fields() -> None:
    text = """
from typing import NamedTuple
from pydantic import BaseModel, Field, field_validator, model_validator
from pydantic_settings import BaseSettings

class Pair(NamedTuple):
    left: str
    right: int = 2

class Base(BaseModel):
    tags: dict[str, str]

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.tags.update({"made": "here"})

class Config(Base):
    name: str
    sizes: list[int] = Field(default_factory=list)
    zone: str = "a"
    upper: str = "x"
    strict: str = ""

    @field_validator("upper")
    @classmethod
    def check(cls, value):
        return value.upper()

    @field_validator("strict")
    @classmethod
    def object_to(cls, value):
        if value not in lib.allowed:
            raise ValueError(value)
        return value

    @model_validator(mode="after")
    def whole(self):
        self.zone = self.zone + "1"
        return self

class Loose(BaseModel):
    name: str

    @model_validator(mode="before")
    def anything(cls, data):
        return lib.change(data)

class Settings(BaseSettings):
    stage: str = "dev"

config = Config(name="n", zone="b", upper="u", strict="s", tags={"a": "b"})
probe(Pair("l").left, Pair("l").right)
probe(config.name, config.sizes, config.zone, config.upper, config.strict, config.tags)
probe(Loose(name="n").name, Settings().stage)
"""
    assert probed(python(text)) == [
        ["l", 2],
        ["n", [], "b1", "U", "s", {"a": "b", "made": "here"}],
        ["?", "?"],
    ]


def test_packages_submodules_and_relative_imports() -> None:
    files = {
        "main.py": "from pkg import stack\nfrom pkg.names import NAME as N\nimport pkg.names as names\nfrom lib import probe\nprobe(stack.make(N) + names.NAME)",
        "pkg/__init__.py": "from .names import NAME\n",
        "pkg/names.py": "NAME = 'n'\n",
        "pkg/stack.py": "from . import NAME\nfrom .names import NAME as M\ndef make(x):\n    return x + NAME + M\n",
    }
    assert probed(run(files)) == ["nnnn"]


def test_unknown_condition_merges_variables_and_dicts() -> None:
    text = """
cfg = {"a": 1}
if lib.flag:
    cfg["b"] = 2
    size = "big"
else:
    size = "small"
probe(cfg, size)
"""
    assert probed(python(text)) == [[{"a": 1, "b": {"either": [2, None]}}, {"either": ["big", "small"]}]]


def test_main_guard_runs_for_the_entry_only() -> None:
    files = {
        "main.py": "import other\nfrom lib import probe\nif __name__ == '__main__':\n    probe('main')\n",
        "other.py": "from lib import probe\nif __name__ == '__main__':\n    probe('other')\n",
    }
    assert probed(run(files)) == ["main"]


def test_try_import_binds() -> None:
    text = "try:\n    from lib import x\nexcept ImportError:\n    x = None\nThing('t')\n"
    (thing,) = calls(python(text), "Thing")
    assert not thing.conditional


def test_keyword_spread_of_unknown_leaves_the_call_open() -> None:
    (thing,) = calls(python("Thing('t', a=1, **lib.options)"), "Thing")
    assert thing.arguments.open
    assert thing.arguments.keywords["a"].value.is_(1)


def test_augmented_lists_keep_identity() -> None:
    assert probed(python("xs = []\nys = xs\nxs += ['a']\nys.append('b')\nprobe(xs)")) == [["a", "b"]]


def test_comprehension_over_unknown_is_open() -> None:
    assert probed(python("probe([Thing(x) for x in lib.names()])")) == [["<Thing>", "..."]]


def test_broken_line_opens_only_what_it_mentions() -> None:
    text = "a = Thing('a')\nb = Thing('b')\nThing('c', x=a.\nprobe(b.id)\n"
    evaluation = python(text)
    first, second = calls(evaluation, "Thing")[:2]
    assert first.escapes
    assert calls(evaluation, "probe") == [] or probed(evaluation) == ["<Thing b>.id"]
    assert second.arguments.positional[0].text() == "b"


def test_setattr_sets_attributes_of_library_objects() -> None:
    [thing] = calls(python("t = Thing('x')\nsetattr(t, 'a', 1)\n"), "Thing")
    assert thing.writes["a"].value.is_(1)
    assert thing.escapes == []
