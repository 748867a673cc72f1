"""Backup plans, and what they may cover."""

from __future__ import annotations

from stackproof.model.graph import Graph, Resource


def may_be_in_a_plan(graph: Graph, resource: Resource) -> bool:
    """Whether a selection of AWS Backup certainly or possibly takes in a resource.

    Selections by tags or patterns may take in anything; those that only name other resources do not.
    """
    for selection in graph.of("aws_backup_selection"):
        listed = selection["resources"]
        by_tags = any(not selection[name].is_absent() for name in ("selection_tag", "condition"))
        if by_tags or selection.escapes or not (listed.is_absent() or listed.is_closed()):
            return True
        for item in listed.items():
            target = item.target()
            if target is None or target is resource:
                return True
    return False
