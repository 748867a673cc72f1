"""What is read of npm packages is what the TypeScript compiler reads in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from assertions import Assertions
from real_packages import NODE, facts_of, sample, source_of

from stackproof.model.facts import Facts
from stackproof.packages import records
from stackproof.packages.catalogue import Catalogue
from stackproof.packages.installed import find_npm
from stackproof.packages.reading import read_package
from toolchains import NODE_MODULES, Program, need, typescript

_PACKAGES = {
    # Prefix of the keys to take from, and how many.
    "aws-cdk-lib": ("", 400),
    "constructs": ("", 100),
    "cdktf": ("", 200),
    "@cdktf/provider-aws": ("", 300),
    "@pulumi/aws": ("", 500),
}
# Where an assembly says less than the declarations beside it.
_OTHERWISE = (
    # A boxed number.
    "aws-cdk-lib.aws_logs.QueryStringProps.limit",
    # A type of the same name hides it.
    "cdktf.ISynthesisSession",
    "cdktf.ISynthesisSession needs",
    # One certain string among others.
    "cdktf.TerraformResourceLifecycle.ignoreChanges",
)


@pytest.fixture(scope="module")
def errors(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the compiler says about each package, all in one run."""
    need(*(NODE_MODULES / name for name in _PACKAGES))
    facts = catalogue.facts("typescript", str(NODE))
    programs = [_program(catalogue, facts, name, *taken) for name, taken in _PACKAGES.items()]
    outcomes = typescript(programs, tmp_path_factory.mktemp("compiled"), run=False)
    return {name: outcomes[_folder(name)].errors for name in _PACKAGES}


def _folder(name: str) -> str:
    return name.strip("@").replace("/", "-")


def _program(catalogue: Catalogue, facts: Facts, name: str, prefix: str, count: int) -> Program:
    if name.startswith("@pulumi/"):
        installed = find_npm(name, str(NODE))
        assert installed is not None
        reading = read_package(installed, lambda done, total: None)
        keys = [k for k, r in reading.types.items() if not r.flags & records.HIDDEN]
    else:
        keys = [k for k in source_of(catalogue, name).all_keys() if k.startswith(prefix)]
    assertions = Assertions(facts)
    for fact in facts_of(facts, name + ".", sample(keys, count)):
        assertions.add(fact)
    return Program(_folder(name), "cdk", {"main.ts": assertions.text()})


@pytest.mark.parametrize("name", _PACKAGES)
def test_compiles(errors: dict[str, list[str]], name: str) -> None:
    unknown = [e for e in errors[name] if not any(f'"{known}"' in e for known in _OTHERWISE)]
    assert "\n".join(unknown) == ""


def test_would_not_compile_if_it_were_wrong(catalogue: Catalogue, tmp_path: Path) -> None:
    need(NODE_MODULES / "constructs")
    facts = catalogue.facts("typescript", str(NODE))
    assertions = Assertions(facts)
    fact = facts.get("constructs.Construct")
    assert fact is not None
    assertions.add(fact)
    right = assertions.text()
    programs = [
        Program("right", "cdk", {"main.ts": right}),
        Program("names", "cdk", {"main.ts": right.replace("'node' | ", "'node' | 'edge' | ")}),
        Program("types", "cdk", {"main.ts": right.replace("constructs.Construct(id)', ", "x', number, ") }),
    ]  # fmt: skip
    outcomes = typescript(programs, tmp_path, run=False)
    assert outcomes["right"].errors == []
    assert "only ours" in outcomes["names"].errors[0]
