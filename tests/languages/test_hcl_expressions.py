"""Terraform expressions inside strings, and what CDKTF programs mean by them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackproof.analysis.workspace import Workspace
from stackproof.languages.hcl import HclExpressions
from stackproof.model.ports import Interpolated

HCL = HclExpressions()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", ("plain",)),
        ("${aws_vpc.main.id}", (Interpolated((("aws_vpc", "main", "id"),), True),)),
        (
            "a-${data.aws_region.r.name}!",
            ("a-", Interpolated((("data", "aws_region", "r", "name"),), True), "!"),
        ),
        ("${aws_subnet.a[0].id}", (Interpolated((("aws_subnet", "a", "id"),), True),)),
        (
            '${join(",", [aws_subnet.a.id, aws_subnet.b.id])}',
            (Interpolated((("aws_subnet", "a", "id"), ("aws_subnet", "b", "id")), False),),
        ),
        ("${broken", None),
        ("${", None),
    ],
)
def test_pieces(text: str, expected: object) -> None:
    assert HCL.pieces(text) == expected


@given(st.text(alphabet='${}".[]()ab_\\\n\x00é', max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    pieces = HCL.pieces(text)
    assert pieces is None or all(isinstance(p, str | Interpolated) for p in pieces)


PROGRAM = """import {{ App, TerraformStack }} from 'cdktf';
import {{ Vpc }} from '@cdktf/provider-aws/lib/vpc';
import {{ Subnet }} from '@cdktf/provider-aws/lib/subnet';
import {{ RouteTable }} from '@cdktf/provider-aws/lib/route-table';
import {{ RouteTableAssociation }} from '@cdktf/provider-aws/lib/route-table-association';
const stack = new TerraformStack(new App(), 's');
const vpc = new Vpc(stack, 'vpc', {{ cidrBlock: '10.0.0.0/16' }});
const first = new Subnet(stack, 'first', {{ vpcId: vpc.id, cidrBlock: '10.0.0.0/24' }});
new Subnet(stack, 'second', {{ vpcId: vpc.id, cidrBlock: '10.0.1.0/24' }});
const table = new RouteTable(stack, 'table', {{ vpcId: vpc.id }});
new RouteTableAssociation(stack, 'a', {{ subnetId: first.id, routeTableId: table.id }});
new RouteTableAssociation(stack, 'b', {{ subnetId: {subnet}, routeTableId: table.id }});
"""


@pytest.mark.parametrize(
    ("subnet", "fires"),
    [
        ("first.id", True),
        ("'${aws_subnet.second.id}'", False),
        ("'${aws_subnet.first.id}'", True),
        # Another name may be meant by it: then nothing is certain.
        ("'${aws_subnet.other.id}'", False),
        ("'${element(aws_subnet.second[*].id, 0)}'", False),
    ],
)
def test_association_through_a_string(subnet: str, fires: bool, tmp_path: Path) -> None:
    (tmp_path / "main.ts").write_text(PROGRAM.format(subnet=subnet))
    report = Workspace([str(tmp_path)]).snapshot().check()
    assert ("subnet-without-route-table-association" in [p.rule for p in report.problems]) is fires
