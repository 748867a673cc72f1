"""The resource graph as a Mermaid flowchart."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.cli.graph_names import links, names
from stackproof.cli.view import View
from stackproof.model.construction import Gap
from stackproof.model.graph import Graph, Resource


def graph_mermaid(view: View) -> str:
    """One flowchart; several programs are drawn as subgraphs, gaps are comments."""
    lines = ["flowchart LR"]
    several = len(view.report.programs) > 1
    for number, program in enumerate(view.report.programs):
        if several:
            lines.append(f'  subgraph p{number}["{_escaped(view.shown(program.entry))}"]')
        lines += _graph(program.graph, f"p{number}r", view)
        if several:
            lines.append("  end")
    lines.append("  classDef external stroke-dasharray: 5 5")
    lines.append("  classDef conditional stroke-dasharray: 2 2")
    return "\n".join(lines) + "\n"


def _graph(graph: Graph, prefix: str, view: View) -> Iterator[str]:
    named = names(graph)
    nodes = {name: f"{prefix}{number}" for number, name in enumerate(named.values())}
    for resource in graph.resources:
        yield f"  {nodes[named[id(resource)]]}{_shape(resource)}{_class(resource)}"
    for link in links(graph, named):
        arrow = "-.->" if link.kind == "dependency" else "-->"
        yield f'  {nodes[link.source]} {arrow}|"{_escaped(link.path)}"| {nodes[link.target]}'
    for gap in graph.gaps:
        yield f"  %% not understood: {_comment(gap, view)}"


def _shape(resource: Resource) -> str:
    label = f"{_escaped(resource.type)}<br/>{_escaped(resource.name)}{' …' if resource.many else ''}"
    return f'("{label}")' if resource.implied else f'["{label}"]'


def _class(resource: Resource) -> str:
    return ":::external" if resource.external else ":::conditional" if resource.conditional else ""


def _comment(gap: Gap, view: View) -> str:
    where = ""
    if gap.origin is not None:
        document = view.document(gap.origin.file)
        where = f" ({view.shown(gap.origin.file)}:{document.lines.line_of(gap.origin.span.start) + 1})"
    # Braces would open a directive.
    text = f"{gap.kind}: {gap.detail}{where}".replace("{", "(").replace("}", ")")
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """Text for a quoted label: Mermaid reads entities by number, quotes or brackets would end it."""
    plain = " ".join(text.split())
    return "".join(c if c.isalnum() or c in " -_./:,=*…" else f"#{ord(c)};" for c in plain)
