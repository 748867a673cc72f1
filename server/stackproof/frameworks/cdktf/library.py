"""What CDKTF's own functions and attribute accessors mean while a program is evaluated."""

from __future__ import annotations

from stackproof.frameworks.cdktf import functions
from stackproof.frameworks.cdktf.symbols import member
from stackproof.frameworks.common.aspects import Trial
from stackproof.frameworks.vocabulary.names import canonical, snake
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.construction import Construction
from stackproof.model.runtime import Invoke, Reference, Symbol
from stackproof.model.values import Mapping, Scalar, Unknown, Value

_TOKENS = frozenset(
    {"asstring", "asnumber", "aslist", "asany", "asmap", "asstringmap", "asnumbermap", "asanymap"}
)
_ACCESSORS = frozenset(
    f"get{kind}attribute"
    for kind in ("string", "number", "boolean", "list", "numberlist", "stringmap", "any", "anymap")
) | {"interpolationforattribute"}


# Methods of a resource that leave it as it is.
_READS = _ACCESSORS | {"get", "tostring"}


class CdktfLibrary:
    """`Library` for ``Fn``, ``Token`` and ``list.get(0)``."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._trial = Trial(self._may_see)

    def call(self, call: Construction, invoke: Invoke) -> Value | None:
        """The value of a call of a function, or of an accessor on a resource's attribute."""
        self._trial.see(call)
        if self.adds_aspect(call) and self._trial.is_harmless(call.arguments.positional[0], call, invoke):
            # An aspect that does no harm need not be remembered.
            return Scalar(None, origin=call.origin)
        if call.callee is not None:
            found = member(call.callee, self._vocabulary)
            if found is None or found.role != "core" or not found.rest:
                return None
            return self._static(found.name, found.rest[-1], call)
        if isinstance(call.receiver, Reference) and call.method is not None:
            return self._accessor(call.receiver, call)
        return None

    def adds_aspect(self, call: Construction) -> bool:
        """Whether a call adds an object to the aspects of a scope."""
        receiver = call.receiver
        if call.method != "add" or not isinstance(receiver, Reference) or not call.arguments.positional:
            return False
        made = receiver.construction.callee
        found = None if made is None else member(made, self._vocabulary)
        return found is not None and (found.role, found.name, found.rest) == ("core", "Aspects", ("of",))

    def _may_see(self, symbol: Symbol) -> bool:
        """Whether a function of the library may be given any construct without changing it."""
        found = member(symbol, self._vocabulary)
        if found is None or not found.rest:
            return False
        return canonical(found.rest[-1]).startswith("is") or (
            found.name in ("Annotations", "TerraformStack", "Node") and found.rest == ("of",)
        )

    def attribute(self, target: Value, name: str) -> Value | None:
        """Attributes keep their ordinary meaning."""
        return None

    def _static(self, name: str, method: str, call: Construction) -> Value | None:
        given = list(call.arguments.positional)
        given.extend(e.value for e in call.arguments.keywords.values())
        if name == "Fn":
            if call.arguments.open:
                return Unknown("computed from arguments that are not known", tuple(given), origin=call.origin)
            return functions.call(method, [self._given(v) for v in given], call.origin)
        if name == "Token" and canonical(method) in _TOKENS and given:
            return given[0]
        return None

    def _given(self, value: Value) -> Value:
        """What was given for an argument, where a function reads it back from the resource (``vpc.cidrBlock``)."""
        if not isinstance(value, Reference) or len(value.path) != 1 or value.construction.many:
            return value
        made, wanted = value.construction, snake(value.path[0])
        changed = any(canonical(c.method or "") not in _READS for c in made.calls)
        if changed or made.writes or self.kind_of(made) is None:
            return value
        config = made.arguments.at(2)
        entries = {**(config.entries if isinstance(config, Mapping) else {}), **made.arguments.keywords}
        found = next((e.value for k, e in entries.items() if snake(k) == wanted), None)
        return found if isinstance(found, Scalar) and found.data is not None else value

    def _accessor(self, receiver: Reference, call: Construction) -> Value | None:
        method = canonical(call.method or "")
        kind = self.kind_of(receiver.construction)
        given = (*call.arguments.positional, *(e.value for e in call.arguments.keywords.values()))
        if kind is None or len(given) != 1:
            return None
        argument = given[0]
        if method in _ACCESSORS and (attribute := argument.text()) is not None:
            return Reference(receiver.construction, (*receiver.path, attribute), origin=call.origin)
        if method == "get" and self._vocabulary.is_list_of_objects(kind, receiver.path):
            # A string is a mistake here; it stays a call, to be judged later.
            if argument.text() is not None:
                return None
            index = argument.number()
            step = "[?]" if index is None else f"[{index}]"
            return Reference(receiver.construction, (*receiver.path, step), origin=call.origin)
        return None

    def kind_of(self, construction: Construction) -> str | None:
        """The Terraform type that a construction makes."""
        if construction.callee is None:
            return None
        found = member(construction.callee, self._vocabulary)
        return (
            found.kind
            if found is not None and found.role in ("resource", "data") and not found.rest
            else None
        )
