"""Hovers and outlines."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor_session import CLIENTS, capabilities, editor
from lsprotocol import types

TEXT = 'const vpc = new Vpc("main");\nconst a = new Subnet("a", main);\nTODO\n'


@pytest.mark.parametrize("name", CLIENTS)
async def test_hover_on_a_resource_says_what_it_is_connected_to(name: str, tmp_path: Path) -> None:
    async with editor(name, tmp_path) as session:
        uri = session.open("main.ts", TEXT)
        subnet = await session.hover(uri, 1, 15)
        vpc = await session.hover(uri, 0, 17)
        if name == "emacs":
            assert "`" not in subnet
            assert (
                "aws_subnet (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/subnet)"
                in (subnet)
            )
            assert "Refers to: aws_vpc main" in subnet
        else:
            assert "Refers to: `aws_vpc` main" in subnet
            assert "Referred to by: `aws_subnet` a" in vpc
            assert "docs/resources/vpc" in vpc
        assert await session.hover(uri, 0, 2) is None


async def test_hover_on_a_problem_whose_rule_has_no_page(tmp_path: Path) -> None:
    async with editor("vscode", tmp_path) as session:
        uri = session.open("main.ts", TEXT)
        text = await session.hover(uri, 2, 1)
        assert "this is left undone" in text
        assert "https://docs.aws.amazon.com/toy" in text


async def test_outline_in_both_forms(tmp_path: Path) -> None:
    async with editor("vscode", tmp_path) as session:
        uri = session.open("main.ts", TEXT)
        found = await session.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
        )
        assert [(s.name, s.detail) for s in found] == [("main", "aws_vpc"), ("a", "aws_subnet")]
        assert (found[1].range.start, found[1].range.end) == (types.Position(1, 0), types.Position(1, 32))
        assert found[1].selection_range.start == types.Position(1, 14)
    flat = capabilities("helix")
    async with editor(flat, tmp_path) as session:
        uri = session.open("main.ts", TEXT)
        found = await session.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
        )
        assert [(s.name, s.location.uri) for s in found] == [("main", uri), ("a", uri)]
