"""Dicts written as structs: the same data in the same layout, and only where nothing else uses them."""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackproof.analysis.fixing import combine
from stackproof.analysis.report import Problem
from stackproof.analysis.workspace import Workspace
from stackproof.model.facts import Facts
from stackproof.model.types import BOOLEAN, NUMBER, STRING, ListOf, MapOf, Named, Type, alternatives
from stackproof.packages import Catalogue, Store
from stackproof.text import apply_edits

RULE = "jsii-dict-for-struct"
LIBRARIES = Catalogue(Store(None))

PROGRAM = """from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
{imports}

class MyStack(TerraformStack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
{body}


MyStack(App(), "my-stack")
"""


def problems(folder: Path, text: str, **others: str) -> list[Problem]:
    (folder / "cdktf.json").write_text(json.dumps({"language": "python", "app": "python main.py"}))
    for name, other in {"main": text, **others}.items():
        (folder / f"{name}.py").write_bytes(other.encode())
    report = Workspace([str(folder)], catalogue=LIBRARIES).snapshot().check()
    return [p for p in report.problems if p.rule == RULE]


def fixed(folder: Path, text: str, **others: str) -> str:
    """The text after all fixes of one round; the same where they decline."""
    found = problems(folder, text, **others)
    assert found
    edits = combine(r for p in found for r in p.repairs if r.edits() is not None)
    return apply_edits(text.encode(), edits.get(str(folder / "main.py"), ())).decode()


def program(body: str, imports: str = "") -> str:
    lines = "\n".join(f"        {line}" if line else "" for line in body.strip().split("\n"))
    return PROGRAM.format(imports=imports, body=lines)


RULE_DICT = '{"from_port": 80, "to_port": 80, "protocol": "tcp"}'


@pytest.mark.parametrize(
    "body",
    [
        # Read once more, changed later, read as something else.
        f"rule = {RULE_DICT}\nSecurityGroup(self, 'a', ingress=[rule])\nSecurityGroup(self, 'b', egress=[rule])",
        f"rule = {RULE_DICT}\nrule['protocol'] = 'udp'\nSecurityGroup(self, 'a', ingress=[rule])",
        f"rules = [{RULE_DICT}]\nprint(rules[0]['from_port'])\nSecurityGroup(self, 'a', ingress=rules)",
        # Through a function that may look into it, and a loop.
        f"SecurityGroup(self, 'a', ingress=list([{RULE_DICT}]))",
        f"for rule in [{RULE_DICT}]:\n    SecurityGroup(self, 'a', ingress=[rule])",
        f"group = lambda rules: SecurityGroup(self, 'a', ingress=rules)\ngroup([{RULE_DICT}])",
        # An annotation that would be a lie, an attribute that others may read.
        f"rules: list[dict] = [{RULE_DICT}]\nSecurityGroup(self, 'a', ingress=rules)",
        f"self.rules = [{RULE_DICT}]\nSecurityGroup(self, 'a', ingress=self.rules)",
        # Spread, repeated and computed keys.
        "more = {'protocol': 'tcp'}\nSecurityGroup(self, 'a', ingress=[{'from_port': 80, **more}])",
        "SecurityGroup(self, 'a', ingress=[{'from_port': 80, 'from_port': 81}])",
        "SecurityGroup(self, 'a', ingress=[{'from_port': 80, 'fromPort': 81}])",
        "SecurityGroup(self, 'a', ingress=[{'from_port': 80, 'to' '_port': 80, f'proto{1}': 2}])",
        "SecurityGroup(self, 'a', ingress=[{'from_port': 80, 'port': 80}])",
    ],
)
def test_what_may_be_used_otherwise_stays(tmp_path: Path, body: str) -> None:
    text = program(body)
    assert fixed(tmp_path, text) == text


@pytest.mark.parametrize(
    "body",
    [
        f"SecurityGroup(self, 'a', ingress=[{RULE_DICT}] if id == 'x' else [])",
        f"SecurityGroup(self, 'a', ingress=[{RULE_DICT}] + [{RULE_DICT}])",
        f"rules = [{RULE_DICT}]\nSecurityGroup(self, 'a', ingress=[*rules, {RULE_DICT}])",
        f"rule = {RULE_DICT}\nif id == 'x':\n    SecurityGroup(self, 'a', ingress=[rule])",
        f"rules = [\n    {RULE_DICT}\n    for port in (80, 443)\n]\nSecurityGroup(self, 'a', ingress=rules)",
        f"SecurityGroup(self, 'a').put_ingress([{RULE_DICT}])",
    ],
)
def test_what_is_only_handed_on_is_written(tmp_path: Path, body: str) -> None:
    text = program(body).replace('MyStack(App(), "my-stack")', "MyStack(App(), input())")
    after = fixed(tmp_path, text)
    assert "from_port=80" in after
    assert 'from_port": 80' not in after


HELPER = """
    def group(self, name, rules{annotation}):
        {use}SecurityGroup(self, name, ingress=rules)

    def other(self):
        rules = []
        return rules
"""


def helped(call: str, annotation: str = "", use: str = "") -> str:
    made = HELPER.format(annotation=annotation, use=use)
    return program(f"self.group({call})").replace("\n\nMyStack", f"{made}\n\nMyStack")


@pytest.mark.parametrize("annotation", ["", ": list", ": list = None"])
@pytest.mark.parametrize("call", [f"'a', [{RULE_DICT}]", f"'a', rules=[{RULE_DICT}]"])
def test_what_a_helper_hands_on_is_written(tmp_path: Path, call: str, annotation: str) -> None:
    after = fixed(tmp_path, helped(call, annotation))
    assert "from_port=80" in after
    assert RULE_DICT not in after


@pytest.mark.parametrize(
    ("annotation", "use"),
    [
        (": list[dict]", ""),
        ("", "print(rules[0]['from_port'])\n        "),
        ("", "for rule in rules: rule['to_port'] = 81\n        "),
    ],
)
def test_what_a_helper_looks_into_stays(tmp_path: Path, annotation: str, use: str) -> None:
    text = helped(f"'a', [{RULE_DICT}]", annotation, use)
    assert fixed(tmp_path, text) == text


@pytest.mark.parametrize(
    ("constructor", "count"),
    [
        # What its own constructor takes need not be what the library's takes.
        ("    def __init__(self, scope, id, ingress):\n        self.kept = ingress\n", 0),
        (
            "    def __init__(self, scope, id, ingress):\n        super().__init__(scope, id, ingress=ingress)\n",
            1,
        ),
        ("    kept = 1\n", 1),
    ],
)
def test_only_what_gets_to_the_library_is_lost(tmp_path: Path, constructor: str, count: int) -> None:
    text = program(
        f"Group(self, 'a', ingress=[{RULE_DICT}])", f"\n\nclass Group(SecurityGroup):\n{constructor}\n"
    )
    assert len(problems(tmp_path, text)) == count


def test_what_takes_a_variable_is_named(tmp_path: Path) -> None:
    text = program(f"rule = {RULE_DICT}\nSecurityGroup(self, 'a', ingress=[rule, {RULE_DICT}])")
    first, second = problems(tmp_path, text)
    (related,) = first.notes
    place = related.at.span
    assert related.message == "'SecurityGroup' is given it here"
    assert text[place.start : place.end] == "SecurityGroup"
    assert second.notes == ()


def test_what_a_module_offers_stays(tmp_path: Path) -> None:
    text = PROGRAM.format(
        imports=f"RULES = [{RULE_DICT}]", body="        SecurityGroup(self, 'a', ingress=RULES)"
    )
    assert fixed(tmp_path, text) == text
    main = program("SecurityGroup(self, 'a', ingress=RULES)", "from rules import RULES")
    assert fixed(tmp_path, main, rules=f"RULES = [{RULE_DICT}]\n") == main


def test_each_list_that_goes_through_a_helper_is_found(tmp_path: Path) -> None:
    text = program(
        f"self.group('a', [{RULE_DICT}])\nself.group('b', [{RULE_DICT}])\n\n"
        "@property\ndef nothing(self): pass"
    ).replace(
        "        @property\n        def nothing(self): pass",
        "    def group(self, name, rules):\n        SecurityGroup(self, name, ingress=rules)",
    )
    assert len(problems(tmp_path, text)) == 2


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('{"from_port": 1, }', "SecurityGroupIngress(from_port=1, )"),
        ('{"from_port":1,"to_port":2}', "SecurityGroupIngress(from_port=1,to_port=2)"),
        ("{'from_port' : (1 + 1)}", "SecurityGroupIngress(from_port=(1 + 1))"),
        ("{'from_port':\n          1, # one\n}", "SecurityGroupIngress(from_port=\n          1, # one\n)"),
        ("{  # first\n\t'from_port': 1\n}", "SecurityGroupIngress(  # first\n\tfrom_port=1\n)"),
        ("dict(from_port=1, toPort=2)", "SecurityGroupIngress(from_port=1, to_port=2)"),
        ("({'from_port': 1})", "(SecurityGroupIngress(from_port=1))"),
        (
            "{'from_port': 1, 'description': 'ü {x}'}",
            "SecurityGroupIngress(from_port=1, description='ü {x}')",
        ),
    ],
)
def test_layout_and_comments_are_kept(tmp_path: Path, written: str, expected: str) -> None:
    text = PROGRAM.format(imports="", body=f"        SecurityGroup(self, 'a', ingress=[{written}])")
    after = fixed(tmp_path, text)
    assert f"ingress=[{expected}])" in after
    assert "import SecurityGroup, SecurityGroupIngress\n" in after
    crlf = text.replace("\n", "\r\n")
    assert fixed(tmp_path, crlf) == after.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("imported", "group", "struct"),
    [
        ("import cdktf_cdktf_provider_aws as aws", "aws.security_group.SecurityGroup", "aws.security_group."),
        (
            "from cdktf_cdktf_provider_aws import security_group",
            "security_group.SecurityGroup",
            "security_group.",
        ),
        ("import cdktf_cdktf_provider_aws.security_group as sg", "sg.SecurityGroup", "sg."),
        ("from cdktn_provider_aws.security_group import SecurityGroup", "SecurityGroup", ""),
        ("from imports.aws.security_group import SecurityGroup", "SecurityGroup", ""),
    ],
)
def test_structs_are_named_as_the_file_names_its_modules(
    tmp_path: Path, imported: str, group: str, struct: str
) -> None:
    text = program(f"{group}(self, 'a', ingress=[{{'from_port': 80}}])").replace(
        "from cdktf_cdktf_provider_aws.security_group import SecurityGroup", imported
    )
    after = fixed(tmp_path, text)
    assert f"ingress=[{struct}SecurityGroupIngress(" in after
    assert after.count("import") == text.count("import")


def test_a_class_of_the_program_keeps_its_name(tmp_path: Path) -> None:
    text = program(
        "SecurityGroup(self, 'a', ingress=[{'from_port': 80}])", "class SecurityGroupIngress: pass\n"
    )
    after = fixed(tmp_path, text)
    assert "import SecurityGroupIngress as AwsSecurityGroupIngress\n" in after
    assert "ingress=[AwsSecurityGroupIngress(from_port=80)]" in after


def test_what_a_struct_may_refuse_is_not_safe(tmp_path: Path) -> None:
    text = program("SecurityGroup(self, 'a', ingress=[{'from_port': '80', 'to_port': 80}])")
    (found,) = problems(tmp_path, text)
    assert [r.safe for r in found.repairs] == [False]
    text = program(f"SecurityGroup(self, 'a', ingress=[{RULE_DICT}])")
    (found,) = problems(tmp_path, text)
    assert [r.safe for r in found.repairs] == [True]


# --- any dict of a struct ------------------------------------------------------------------------

STRUCT = "@cdktf/provider-aws.lbListener.LbListenerDefaultAction"
Told = tuple[str, Any]


@st.composite
def displays(draw: st.DrawFn, facts: Facts, id: str, indent: str = "            ") -> Told:
    """A dict as text in any layout and spelling, and what it holds under Python's names."""
    fact = facts.get(id)
    assert fact is not None
    wanted = draw(st.lists(st.sampled_from(sorted(fact.properties)), unique=True, max_size=5))
    names = [n for n in fact.properties if n in wanted or fact.properties[n].required]
    spread = draw(st.booleans())
    deeper = indent + "    " if spread else indent
    held: dict[str, Any] = {}
    entries = []
    for name in draw(st.permutations(names)):
        property_ = fact.properties[name]
        text, held[name] = draw(values(facts, property_.type, deeper))
        key = draw(st.sampled_from([name, property_.source_name]))
        quote = draw(st.sampled_from("'\""))
        entries.append(f"{quote}{key}{quote}{draw(st.sampled_from([': ', ':', ' : ']))}{text}")
    if not spread:
        return f"{{{', '.join(entries)}}}", held
    comments = [draw(st.sampled_from(["", "  # {'a_b': 1}, ["])) for _ in entries]
    lines = [f"{deeper}{entry},{comment}\n" for entry, comment in zip(entries, comments, strict=True)]
    return f"{{\n{''.join(lines)}{indent}}}", held


def values(facts: Facts, type_: Type, indent: str) -> st.SearchStrategy[Told]:
    """A value of a type as text, with what it is."""
    for each in alternatives(type_):
        if each == STRING:
            texts = st.text(
                st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=6
            )
            return texts.map(lambda t: (repr(t), t))
        if each == NUMBER:
            return st.integers(0, 9).map(lambda n: (str(n), n))
        if each == BOOLEAN:
            return st.booleans().map(lambda b: (str(b), b))
        if isinstance(each, ListOf):
            inner = st.lists(values(facts, each.item, indent), max_size=2)
            return inner.map(lambda told: (f"[{', '.join(t for t, _ in told)}]", [v for _, v in told]))
        if isinstance(each, MapOf):
            return st.just(("{'a_b': 'c'}", {"a_b": "c"}))
        if isinstance(each, Named) and each.kind == "struct":
            return displays(facts, each.id, indent)
    raise AssertionError(type_)


class Made(dict[str, Any]):
    """What a struct was made with."""


def run(text: str) -> dict[str, Any]:
    """What the listener of a program is given, with stand-ins for the libraries."""
    given: dict[str, Any] = {}

    class Listener:
        def __init__(self, scope: object, name: str, **named: Any) -> None:
            given.update(named)

    class Module(types.ModuleType):
        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return Listener if name == "LbListener" else type(name, (Made,), {})

    modules = {name: Module(name) for name in ("cdktf", "provider", "provider.lb_listener")}
    modules["cdktf"].TerraformStack = type("TerraformStack", (), {"__init__": lambda *_: None})
    before = {name: sys.modules.get(name) for name in modules}
    sys.modules.update(modules)
    try:
        exec(compile(text.replace("cdktf_cdktf_provider_aws", "provider"), "main.py", "exec"), {})
    finally:
        for name, module in before.items():
            del sys.modules[name]
            if module is not None:
                sys.modules[name] = module
    return given


def plain_dicts(value: Any, type_: Type, facts: Facts) -> Iterator[dict[str, Any]]:
    """The dicts in a value which the library wants as structs."""
    for each in alternatives(type_):
        if isinstance(each, ListOf) and isinstance(value, list):
            for element in value:
                yield from plain_dicts(element, each.item, facts)
        if isinstance(each, Named) and each.kind == "struct" and isinstance(value, dict):
            if not isinstance(value, Made):
                yield value
            fact = facts.of(each)
            assert fact is not None
            for name, inner in value.items():
                yield from plain_dicts(inner, fact.properties[name].type, facts)


FACTS = LIBRARIES.facts("python", str(Path(__file__).parent))
LISTENER = """from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.lb_listener import LbListener


class MyStack(TerraformStack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        LbListener(self, "http", load_balancer_arn="x", default_action=[{text}])


MyStack(App(), "my-stack")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("listener")


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(told=displays(FACTS, STRUCT))
def test_the_structs_hold_what_the_dicts_held(folder: Path, told: Told) -> None:
    text, held = told
    before = LISTENER.replace("{text}", text)
    after = fixed(folder, before) if problems(folder, before) else before
    actions = run(after)["default_action"]
    assert actions == [held]
    assert list(plain_dicts(actions, ListOf(Named(STRUCT, "struct")), FACTS)) == []
    assert after.count("# {") == before.count("# {")
    assert after.splitlines()[-3:] == before.splitlines()[-3:]
    assert problems(folder, after) == []
