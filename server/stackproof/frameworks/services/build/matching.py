"""Finds Terraform's names for CloudFormation's types and properties."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.frameworks.cdk.cloudformation import by_cloudformation_type
from stackproof.frameworks.cdk.names import snake
from stackproof.frameworks.services.build import reviewed
from stackproof.frameworks.services.build.schemas import Node
from stackproof.frameworks.vocabulary.data import NESTED, TerraformData
from stackproof.frameworks.vocabulary.names import canonical, singulars

Found = tuple[str, str, Node]


class Matching:
    """Compares names with Terraform's types."""

    def __init__(self, terraform: TerraformData) -> None:
        self._terraform = terraform
        self._stems = {
            canonical(kind.removeprefix("aws_")): kind
            for kind in terraform.types
            if not kind.startswith("data.")
        }

    def kind(self, name: str) -> str | None:
        """Terraform's type for CloudFormation's; None when there is none of like name."""
        if name in reviewed.TYPES:
            return reviewed.TYPES[name]
        known = by_cloudformation_type(name)
        if known is not None:
            return known.type
        _, service, own = name.split("::")
        for lead in (*reviewed.SERVICES.get(service, ()), service.lower()):
            for short in (own, own.removeprefix("DB"), own.removeprefix("Cache")):
                found = self._stems.get(canonical(lead + short))
                if found is not None:
                    return found
        return None

    def arguments(self, name: str, nodes: dict[str, Node]) -> Iterator[Found]:
        """The type, the dotted path and the limits of all properties that are arguments in Terraform."""
        kind = self.kind(name)
        if kind is not None and kind in self._terraform.types:
            root = self._terraform.types[kind].arguments
            known = by_cloudformation_type(name)
            names = {} if known is None else {canonical(k): v for k, v in known.names.items()}
            for path, node in self._compare(nodes, root, names, ()):
                yield kind, path, node
            inner = nodes.get(reviewed.ROOTS.get(name, ""))
            for path, node in self._compare(inner.inside if inner is not None else {}, root, {}, ()):
                yield kind, path, node
        for own, part, target, place in reviewed.PARTS:
            if own == name and part in nodes:
                yield from self._part(nodes[part], target, place)

    def _part(self, node: Node, kind: str, place: str) -> Iterator[Found]:
        struct = self._terraform.types[kind].arguments
        path: tuple[str, ...] = ()
        for step in filter(None, place.split(".")):
            struct = (self._terraform.structs[struct][step] - NESTED) // 2
            path = (*path, step)
        for dotted, found in self._compare(node.inside, struct, {}, path):
            yield kind, dotted, found

    def _compare(
        self, nodes: dict[str, Node], struct: int, names: dict[str, str], path: tuple[str, ...]
    ) -> Iterator[tuple[str, Node]]:
        fields = self._terraform.structs[struct]
        own = {canonical(field): field for field in fields}
        for written, node in nodes.items():
            bare = canonical(snake(written))
            options = [canonical(names.get(bare, bare)), bare, *singulars(bare)]
            if not path:
                options += [bare.removeprefix(lead) for lead in reviewed.LEADS if bare.startswith(lead)]
            field = next((own[o] for o in options if o in own), None)
            if field is None:
                continue
            code = fields[field]
            if code < NESTED:
                yield ".".join((*path, field)), node
            else:
                yield from self._compare(node.inside, (code - NESTED) // 2, {}, (*path, field))
