"""Terraform's functions in CDKTF programs, on values that are known."""

from __future__ import annotations

from typing import Any

import pytest
from recognising import plain, recognise

from stackproof.frameworks.cdktf import Cdktf

_HEAD = """import { App, Fn, TerraformStack } from 'cdktf';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
const stack = new TerraformStack(new App(), 's');
const vpc = new Vpc(stack, 'vpc', { cidrBlock: '10.0.0.0/16' });
const unclear = process.env.X as any;
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("Fn.cidrsubnet('10.0.0.0/16', 8, 2)", "10.0.2.0/24"),
        ("Fn.cidrsubnet('10.0.0.0/16', 8, 256)", "?"),
        ("Fn.cidrsubnet('fd00::/48', 16, 1)", "fd00:0:0:1::/64"),
        # What was given to a resource is what a function reads back from it.
        ("Fn.cidrsubnet(vpc.cidrBlock, 8, 2)", "10.0.2.0/24"),
        ("Fn.cidrsubnet(vpc.ipv6CidrBlock, 8, 2)", "?"),
        ("Fn.cidrsubnets('10.0.0.0/16', [8, 8, 4])", ["10.0.0.0/24", "10.0.1.0/24", "10.0.16.0/20"]),
        ("Fn.cidrsubnets('10.0.0.0/24', [1, 1, 1])", "?"),
        ("Fn.cidrhost('10.0.0.0/16', 5)", "10.0.0.5"),
        ("Fn.cidrhost('10.0.0.0/16', -1)", "10.0.255.255"),
        ("Fn.cidrnetmask('10.0.0.0/12')", "255.240.0.0"),
        ("Fn.split('-', 'a-b')", ["a", "b"]),
        ("Fn.split('-', unclear)", "?"),
        ("Fn.substr('hello', 1, 3)", "ell"),
        ("Fn.substr('hello', -3, -1)", "llo"),
        ("Fn.trimprefix('a-b', 'a-')", "b"),
        ("Fn.trimsuffix('a-b', 'x')", "a-b"),
        ("Fn.format('%s-%d', ['a', 1])", "a-1"),
        ("Fn.format('%s-x', [vpc.id])", "{vpc.id}-x"),
        ("Fn.format('%05d', [1])", "?"),
        ("Fn.lengthOf(['a', 'b'])", 2),
        ("Fn.lengthOf('abc')", 3),
        ("Fn.keys({ b: 1, a: 2 })", ["a", "b"]),
        ("Fn.values({ b: 1, a: 2 })", [2, 1]),
        ("Fn.distinct(['a', 'b', 'a'])", ["a", "b"]),
        ("Fn.compact(['a', '', 'b'])", ["a", "b"]),
        ("Fn.compact(['a', unclear])", "?"),
        ("Fn.reverse(['a', 'b'])", ["b", "a"]),
        ("Fn.slice(['a', 'b', 'c'], 1, 3)", ["b", "c"]),
        ("Fn.slice(['a'], 0, 5)", "?"),
        ("Fn.one(['a'])", "a"),
        ("Fn.contains(['a', 'b'], 'b')", True),
        ("Fn.contains(['a', 'b'], 'c')", False),
        ("Fn.contains(['a', unclear], 'c')", "?"),
        ("Fn.lookupNested({ a: { b: ['x', 'y'] } }, ['a', 'b', 1])", "y"),
        ("Fn.lookupNested({ a: {} }, ['a', 'b'])", "?"),
        ("Fn.coalesce(['', 'a', 'b'])", "a"),
        ("Fn.coalesce([unclear, 'a'])", "?"),
        ("Fn.conditional(true, 'a', 'b')", "a"),
        ("Fn.conditional(unclear, 'a', 'b')", {"either": ["a", "b"]}),
        ("Fn.max([1, 3, 2])", 3),
        ("Fn.sum([1, 2])", 3),
        ("Fn.abs(-1)", 1),
        ("Fn.max([1, unclear])", "?"),
    ],
)
def test_functions(call: str, expected: Any) -> None:
    text = _HEAD + f"new SsmParameter(stack, 'p', {{ name: 'x', type: 'String', value: {call} as any }});"
    assert plain(recognise(Cdktf(), text).one("aws_ssm_parameter")["value"]) == expected


@pytest.mark.parametrize(
    "change", ["vpc.addOverride('cidr_block', 'x');", "vpc.cidrBlock = 'x';", "vpc.resetCidrBlock();"]
)
def test_what_was_changed_is_not_read_back(change: str) -> None:
    text = f"{_HEAD}{change}new SsmParameter(stack, 'p', {{ value: Fn.cidrsubnet(vpc.cidrBlock, 8, 2) }} as any);"
    assert plain(recognise(Cdktf(), text).one("aws_ssm_parameter")["value"]) == "?"
