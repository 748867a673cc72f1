"""What the imports of a text bind, read from its words so that half-typed ones do no harm."""

from __future__ import annotations

from dataclasses import dataclass, field

from stackproof.model.runtime import Symbol


@dataclass(frozen=True)
class Imported:
    """Names bound by imports, and the modules all of whose names are imported."""

    names: dict[str, Symbol] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)

    def bind(self, name: str, module: str, *names: str) -> None:
        """Note what a name stands for."""
        self.names[name] = Symbol(module, names)
