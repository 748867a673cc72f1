"""Finds calls of the CDK by what is called, without going through all of a program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from stackproof.frameworks.cdk.names import locate, snake
from stackproof.model.construction import Construction


class Index:
    """The calls of a program, worked out when first asked for."""

    def __init__(self, constructions: Iterable[Construction]) -> None:
        self._constructions = constructions
        self._called: Mapping[str, list[Construction]] | None = None
        self._with_id: Mapping[str | None, list[Construction]] | None = None
        self._named: dict[str, Mapping[str | None, list[Construction]]] = {}

    def of(self, called: str) -> Sequence[Construction]:
        """The calls of a member (``core.CfnOutput``) or of a method (in snake case) in their order."""
        if self._called is None:
            found: dict[str, list[Construction]] = defaultdict(list)
            for each in self._constructions:
                if each.method is not None:
                    found[snake(each.method)].append(each)
                elif each.callee is not None and (located := locate(each.callee)) is not None:
                    found[located.key].append(each)
            self._called = dict(found)
        return self._called.get(called, ())

    def with_id(self, name: str) -> Sequence[Construction]:
        """The constructs which a program puts into a scope under a name."""
        if self._with_id is None:
            found: dict[str | None, list[Construction]] = defaultdict(list)
            for each in self._constructions:
                given = None if each.callee is None else each.arguments.at(1, "id")
                if given is not None:
                    found[given.text()].append(each)
            self._with_id = dict(found)
        return self._with_id.get(name, ())

    def named(
        self, called: str, name_of: Callable[[Construction], str | None], name: str
    ) -> Sequence[Construction]:
        """Those of the calls to which ``name_of``, always the same for what is ``called``, gives a name."""
        known = self._named.get(called)
        if known is None:
            found: dict[str | None, list[Construction]] = defaultdict(list)
            for each in self.of(called):
                found[name_of(each)].append(each)
            known = self._named[called] = dict(found)
        return known.get(name, ())
