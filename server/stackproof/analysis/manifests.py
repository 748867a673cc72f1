"""Tolerant readers of the few keys that matter in other tools' project files."""

from __future__ import annotations

import json
import re
import tomllib
from typing import NamedTuple

_APP = re.compile(r'"app"\s*:\s*("(?:[^"\\\n]|\\.)*")')
_COMPILER_FOLDER = re.compile(r'^[^/\n]*"(outDir|rootDir)"\s*:\s*"([^"\n]*)"', re.MULTILINE)
_KEY = re.compile(
    r"^(?P<indent>[ ]*)(?P<quote>[\"']?)(?P<key>[A-Za-z_][\w-]*)(?P=quote)\s*:(?:\s+(?P<value>.*))?$"
)
_FLOW_NAME = re.compile(r"[{,]\s*[\"']?name[\"']?\s*:\s*([^,}]*)")


class PulumiProject(NamedTuple):
    """What a Pulumi.yaml says of the program: its runtime, and its main file or folder."""

    runtime: str | None
    main: str | None


def app_command(data: bytes) -> str | None:
    """The ``app`` command of a cdk.json or cdktf.json; found even when the JSON around it is broken."""
    text = data.decode("utf-8-sig", "replace")
    content = json_object(data)
    if content is not None:
        app = content.get("app")
        return app if isinstance(app, str) and app.strip() else None
    match = _APP.search(text)
    if match is None:
        return None
    try:
        app = json.loads(match[1])
    except ValueError:
        return None
    return app if isinstance(app, str) and app.strip() else None


def json_object(data: bytes | None) -> dict[str, object] | None:
    """The object that the JSON holds; None when it is broken or something else."""
    if data is None:
        return None
    try:
        content = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def compiler_folders(data: bytes | None) -> dict[str, str]:
    """``outDir`` and ``rootDir`` of a tsconfig.json, where they are given."""
    text = (data or b"").decode("utf-8-sig", "replace")
    return dict(_COMPILER_FOLDER.findall(text))


def python_scripts(data: bytes | None) -> dict[str, str]:
    """The commands that a pyproject.toml declares, each as ``package.module:function``."""
    try:
        content = tomllib.loads((data or b"").decode("utf-8-sig", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    found: dict[str, str] = {}
    for path in (("project", "scripts"), ("tool", "poetry", "scripts")):
        table: object = content
        for key in path:
            table = table.get(key) if isinstance(table, dict) else None
        if isinstance(table, dict):
            found.update({k: v for k, v in table.items() if isinstance(v, str)})
    return found


def pulumi_project(data: bytes) -> PulumiProject:
    """``runtime`` and ``main`` of a Pulumi.yaml, read by line: nothing else in it matters here."""
    runtime: str | None = None
    main: str | None = None
    inside: str | None = None
    for line in data.decode("utf-8-sig", "replace").splitlines():
        match = _KEY.match(line.rstrip())
        if match is None:
            continue
        key, value = match["key"], _scalar(match["value"] or "")
        if not match["indent"]:
            inside = key
            if key == "main":
                main = value or None
            elif key == "runtime" and value:
                flow = _FLOW_NAME.search(value)
                runtime = _scalar(flow[1]) if flow is not None else value
        elif inside == "runtime" and key == "name" and runtime is None:
            runtime = value or None
    return PulumiProject(runtime, main)


def _scalar(text: str) -> str:
    """A YAML scalar of one line, without its quotes or a comment after it."""
    text = text.strip()
    if text[:1] in ('"', "'"):
        end = text.find(text[0], 1)
        return text[1:end] if end > 0 else text[1:]
    return "" if text.startswith("#") else re.split(r"\s#", text, maxsplit=1)[0].strip()
