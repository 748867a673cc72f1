"""Questions about Terraform's resource types, answered from the bundled data."""

from __future__ import annotations

from functools import cache, cached_property

from stackproof.frameworks.recognition import Shape
from stackproof.frameworks.vocabulary.data import (
    MAP,
    NESTED,
    SCALAR,
    PulumiData,
    ResourceEntry,
    TerraformData,
    pulumi_data,
    terraform_data,
)
from stackproof.frameworks.vocabulary.names import canonical, cdktf_pascal, singulars, snake
from stackproof.frameworks.vocabulary.shapes import GUESSED, ShapeBook

_NONE: dict[str, str] = {}


class Vocabulary:
    """Types are written ``aws_vpc`` and ``data.aws_vpc``; names of frameworks in any casing."""

    def __init__(self, terraform: TerraformData, pulumi: PulumiData) -> None:
        self._data = terraform
        self.pulumi = pulumi
        self._singular = ShapeBook(terraform, plural=False)
        self._plural = ShapeBook(terraform, plural=True)
        self._spellings: dict[tuple[str, tuple[str, ...], bool], str] = {}

    def knows(self, kind: str) -> bool:
        """Whether the type is described."""
        return kind in self._data.types

    def types(self) -> tuple[str, ...]:
        """All described types."""
        return tuple(self._data.types)

    def type_of_stem(self, stem: str) -> str | None:
        """The type behind a CDKTF module name (``nat-gateway``, ``natGateway``, ``data_aws_region``)."""
        return self._stems.get(canonical(stem))

    def type_of_class(self, name: str) -> str | None:
        """The type behind a CDKTF class name."""
        return self._classes.get(name)

    def class_name(self, kind: str) -> str:
        """The CDKTF class of a type."""
        entry = self._data.types.get(kind)
        return entry.class_name if entry is not None and entry.class_name else cdktf_pascal(_stem(kind))

    def shape(self, kind: str) -> Shape:
        """How the arguments of a type are called in CDKTF."""
        entry = self._data.types.get(kind)
        return GUESSED if entry is None else self._singular.block(entry.arguments, _NONE)

    def pulumi_shape(self, kind: str) -> Shape:
        """How the arguments of a type are called in Pulumi."""
        entry = self._data.types.get(kind)
        if entry is None:
            return GUESSED
        return self._plural.block(entry.arguments, self.pulumi.arguments.get(kind, _NONE))

    def takes(self, kind: str, argument: str) -> bool:
        """Whether a type has an argument of this Terraform name."""
        entry = self._data.types.get(kind)
        return entry is not None and argument in self._data.structs[entry.arguments]

    def is_scalar(self, kind: str, argument: str) -> bool:
        """Whether an argument under its Terraform name is a text, number or boolean."""
        entry = self._data.types.get(kind)
        return entry is not None and self._data.structs[entry.arguments].get(argument) == SCALAR

    def attribute(self, kind: str, path: tuple[str, ...], plural: bool = False) -> str:
        """Terraform's spelling of an attribute path: ``domain_validation_options[0].resource_record_name``."""
        key = (kind, path, plural)
        known = self._spellings.get(key)
        if known is None:
            known = self._attribute(kind, path, plural)
            # Programs repeat a few paths; one that makes them up must not fill the memory.
            if len(self._spellings) < 10_000:
                self._spellings[key] = known
        return known

    def _attribute(self, kind: str, path: tuple[str, ...], plural: bool) -> str:
        text = ""
        for name in self._walk(kind, path, plural)[0]:
            text += name if name.startswith("[") or not text else "." + name
        return text

    def is_list_of_objects(self, kind: str, path: tuple[str, ...], plural: bool = False) -> bool:
        """Whether an attribute is a list of nested objects (a ``ComplexList`` in CDKTF)."""
        code = self._walk(kind, path, plural)[1]
        return code >= NESTED and code & 1 == 1

    def is_map(self, kind: str, path: tuple[str, ...]) -> bool:
        """Whether an attribute is a map with arbitrary keys."""
        return self._walk(kind, path, False)[1] == MAP

    def _walk(self, kind: str, path: tuple[str, ...], plural: bool) -> tuple[list[str], int]:
        """The neutral steps of a path, and the code of what is there (0 where nothing is known)."""
        entry = self._data.types.get(kind)
        code = 0
        steps: list[str] = []
        fields = {} if entry is None else self._attributes(entry)
        irregular = self.pulumi.arguments.get(kind, _NONE) if plural else _NONE
        for step in path:
            if step.startswith("["):
                # An element of a list of objects is one object.
                code = code & ~1 if code >= NESTED else 0
                steps.append(step)
                continue
            name = _spelled(step, fields, plural, irregular)
            steps.append(name)
            code = fields.get(name, 0)
            fields = self._data.structs[(code - NESTED) // 2] if code >= NESTED else {}
            irregular = _NONE
        return steps, code

    def _attributes(self, entry: ResourceEntry) -> dict[str, int]:
        structs = self._data.structs
        return {**structs[entry.arguments], **structs[entry.computed]}

    def pulumi_class(self, dotted: str) -> str | None:
        """The type behind a Pulumi class (``ec2.Vpc``)."""
        return self._pulumi_resources.get(canonical(dotted))

    def pulumi_function(self, dotted: str) -> str | None:
        """The data source behind a Pulumi function (``ec2.getVpc``, ``ec2.get_vpc``)."""
        return self._pulumi_functions.get(canonical(dotted))

    def pulumi_enum(self, dotted: str, member: str) -> str | int | float | None:
        """The value of an enum's member (``lambda.Runtime``, ``NodeJS20dX`` or ``NODE_JS20D_X``)."""
        members = self._pulumi_enums.get(canonical(dotted))
        return None if members is None else members.get(canonical(member))

    @cached_property
    def _pulumi_resources(self) -> dict[str, str]:
        return {canonical(dotted): kind for dotted, kind in self.pulumi.resources.items()}

    @cached_property
    def _pulumi_functions(self) -> dict[str, str]:
        return {canonical(dotted): kind for dotted, kind in self.pulumi.functions.items()}

    @cached_property
    def _pulumi_enums(self) -> dict[str, dict[str, str | int | float]]:
        return {
            canonical(dotted): {canonical(name): value for name, value in members.items()}
            for dotted, members in self.pulumi.enums.items()
        }

    @cached_property
    def _stems(self) -> dict[str, str]:
        return {canonical(_stem(kind)): kind for kind in self._data.types}

    @cached_property
    def _classes(self) -> dict[str, str]:
        return {self.class_name(kind): kind for kind in self._data.types}


def _stem(kind: str) -> str:
    return kind.replace("data.aws_", "data_aws_").removeprefix("aws_")


def _spelled(step: str, fields: dict[str, int], plural: bool, irregular: dict[str, str]) -> str:
    own = snake(step)
    if own in fields:
        return own
    # CDKTF's `bucketInput` is what was given for `bucket`.
    for candidate in (own.removesuffix("_input"), own.removesuffix("_attribute")):
        if candidate in fields:
            return candidate
    bare = canonical(step)
    if bare in irregular:
        return irregular[bare]
    names = {canonical(name): name for name in fields}
    wanted = (bare, *singulars(bare)) if plural else (bare,)
    return next((names[w] for w in wanted if w in names), own)


@cache
def vocabulary() -> Vocabulary:
    """The bundled vocabulary, read on first use."""
    return Vocabulary(terraform_data(), pulumi_data())
