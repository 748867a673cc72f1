"""Which subnets an ``ec2.Vpc`` has, and which of them a selection takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stackproof.frameworks.cdk.arguments import Arguments, arguments_of
from stackproof.frameworks.cdk.around import is_agnostic, zones
from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.network.addresses import allocate
from stackproof.model.construction import Construction
from stackproof.model.runtime import Reference, Symbol
from stackproof.model.values import Origin, Sequence, Value

Kind = Literal["public", "private", "isolated"]

# The names of subnet types through the versions of the library.
_KINDS: dict[str, Kind] = {
    "PUBLIC": "public",
    "PRIVATE": "private",
    "PRIVATE_WITH_EGRESS": "private",
    "PRIVATE_WITH_NAT": "private",
    "ISOLATED": "isolated",
    "PRIVATE_ISOLATED": "isolated",
}
_DEFAULT_NAMES: dict[Kind, str] = {"public": "Public", "private": "Private", "isolated": "Isolated"}
_MOST_ZONES = 6


@dataclass(frozen=True)
class Planned:
    """One subnet: its construct id, its group's name, its kind, its zone's number, its addresses if they are known.

    ``mapped`` is what is said of public addresses.
    """

    name: str
    group: str
    kind: Kind
    zone: int
    origin: Origin | None = None
    addresses: str | None = None
    mapped: Value | None = None


@dataclass(frozen=True)
class Layout:
    """The subnets of a VPC in order of creation, and how many NAT gateways (or instances) it makes.

    ``gateways`` is None when that is not known; ``counted`` is False when the number of zones was guessed.
    """

    subnets: tuple[Planned, ...]
    gateways: int | None
    internet: bool | None
    counted: bool

    def of(self, kind: Kind) -> list[int]:
        """The indexes of the subnets of one kind."""
        return [i for i, s in enumerate(self.subnets) if s.kind == kind]

    def attribute(self, name: str) -> list[int] | None:
        """The indexes of ``public_subnets`` and its like."""
        kinds: dict[str, Kind] = {
            "public_subnets": "public",
            "private_subnets": "private",
            "isolated_subnets": "isolated",
        }
        return self.of(kinds[name]) if name in kinds else None


def subnet_kind(value: Value | None) -> Kind | None:
    """What a ``SubnetType`` means; None when it is not certain."""
    if value is None:
        return None
    kinds = {
        _KINDS.get(v.names[-1]) if isinstance(v, Symbol) and v.names and locate(v) is not None else None
        for v in value.alternatives()
    }
    return kinds.pop() if len(kinds) == 1 else None


def numbers(value: Value) -> list[int] | None:
    """The whole numbers this may be; None when it may be anything else."""
    found = [v.number() for v in value.alternatives()]
    return [n for n in found if isinstance(n, int)] if all(isinstance(n, int) for n in found) else None


def layout(construction: Construction, props: Arguments, block: str | None = None) -> Layout | None:
    """The plan of a VPC with a block of addresses; None when its subnets are not known."""
    count, counted = _zones(construction, props)
    requested = _requested(props)
    groups = _groups(props, requested)
    if groups is None:
        return None
    kept_free = props.get("reserved_azs")
    free = 0 if kept_free.is_absent() else kept_free.number()
    # Addresses are kept for subnets which are not made yet, too.
    asked = [(group, zone) for group in groups for zone in range(count + int(free or 0))]
    addresses: list[str] | None = None
    if block is not None and counted and free is not None and not any(g.mask == -1 for g in groups):
        addresses = allocate(block, [group.mask for group, _ in asked])
    subnets = tuple(
        Planned(
            f"{group.name}Subnet{zone + 1}",
            group.name,
            group.kind,
            zone,
            group.origin,
            None if addresses is None else addresses[index],
            group.mapped,
        )
        for index, (group, zone) in enumerate(asked)
        if not group.reserved and zone < count
    )
    private = any(g.kind == "private" and not g.reserved for g in groups)
    gateways: int | None
    if requested == "default":
        gateways = count if private else 0
    elif requested is None:
        gateways = None
    else:
        gateways = min(requested, count)
    return Layout(subnets, gateways, _internet(props, groups), counted)


def _zones(construction: Construction, props: Arguments) -> tuple[int, bool]:
    listed = props.raw("availability_zones")
    if listed is not None:
        if isinstance(listed, Sequence) and not listed.open:
            return max(1, len(listed.elements)), True
        return 2, False
    wanted = props.raw("max_azs")
    count = 3
    if wanted is not None:
        known = numbers(wanted)
        if known is None or len(set(known)) != 1:
            return 2, False
        count = known[0]
    elif props.open:
        return 2, False
    # Without a region, the library can name two zones only.
    limit = 2 if is_agnostic(Reference(construction)) else _MOST_ZONES
    remembered = zones(Reference(construction), props.world.surroundings.context)
    return max(1, min(count, limit if remembered is None else len(remembered))), True


def _requested(props: Arguments) -> int | Literal["default"] | None:
    """``natGateways`` as given; None when it cannot be told from what is written."""
    value = props.raw("nat_gateways")
    if value is None:
        return None if props.open else "default"
    given = [v for v in value.alternatives() if not v.is_(None)]
    known = [v.number() for v in given]
    whole = [n for n in known if isinstance(n, int)]
    if len(whole) != len(given):
        return None
    if len(set(whole)) == 1 and len(given) == len(value.alternatives()):
        return whole[0]
    # Several possible numbers: what matters is only whether there is a gateway at all.
    return min(whole) if whole and min(whole) > 0 else None


@dataclass(frozen=True)
class Group:
    """Subnets of one configuration; ``mask`` is -1 when it is not known."""

    name: str
    kind: Kind
    origin: Origin | None = None
    reserved: bool = False
    mask: int | None = None
    mapped: Value | None = None


def _groups(props: Arguments, requested: int | Literal["default"] | None) -> list[Group] | None:
    written = props.raw("subnet_configuration")
    if written is None:
        if props.open or requested is None:
            return None
        second: Kind = "isolated" if requested == 0 else "private"
        return [Group("Public", "public"), Group(_DEFAULT_NAMES[second], second)]
    elements = props.world.elements(written)
    if elements is None:
        return None
    found = [_group(arguments_of(props.world, e), e.origin) for e in elements]
    known = [g for g in found if g is not None]
    return known if len(known) == len(found) else None


def _group(props: Arguments | None, origin: Origin | None) -> Group | None:
    if props is None or props.open:
        return None
    kind = subnet_kind(props.raw("subnet_type"))
    reserved = props.get("reserved")
    if kind is None or not (reserved.is_absent() or reserved.is_(False) or reserved.is_(True)):
        return None
    name = props.raw("name")
    text = name.text() if name is not None else _DEFAULT_NAMES[kind]
    mask = props.get("cidr_mask")
    number = mask.number()
    known = None if mask.is_absent() else number if isinstance(number, int) else -1
    mapped = props.get("map_public_ip_on_launch")
    return Group(text or "*", kind, origin, reserved.is_(True), known, None if mapped.is_absent() else mapped)


def _internet(props: Arguments, groups: list[Group]) -> bool | None:
    if not any(g.kind != "isolated" and not g.reserved for g in groups):
        return False
    wanted = props.raw("create_internet_gateway")
    if wanted is None:
        return True
    return True if wanted.is_(True) else False if wanted.is_(False) else None


def select(plan: Layout, selection: Arguments | None) -> list[int] | None:
    """The indexes of the subnets a ``SubnetSelection`` takes; None when that is not known.

    Without a type or a group: private ones with egress if there are any, else isolated ones, else public ones.
    """
    order = [*plan.of("public"), *plan.of("private"), *plan.of("isolated")]
    if selection is None:
        return default_selection(plan)
    if selection.open or any(
        selection.raw(n) is not None for n in ("subnets", "availability_zones", "subnet_filters")
    ):
        return None
    group = selection.raw("subnet_group_name")
    if group is None:
        group = selection.raw("subnet_name")
    kind = selection.raw("subnet_type")
    if group is not None:
        text = group.text()
        # An unknown group name among the plan may be the wanted one.
        if text is None or any(s.group == "*" for s in plan.subnets):
            return None
        chosen = [i for i in order if plan.subnets[i].group == text]
    elif kind is not None:
        known = subnet_kind(kind)
        if known is None:
            return None
        chosen = plan.of(known)
    else:
        chosen = default_selection(plan)
    single = selection.raw("one_per_az")
    if single is not None and not single.is_(False):
        if not single.is_(True):
            return None
        first: dict[int, int] = {}
        for index in chosen:
            first.setdefault(plan.subnets[index].zone, index)
        chosen = list(first.values())
    return chosen


def default_selection(plan: Layout) -> list[int]:
    """What the library takes when nothing is said."""
    return plan.of("private") or plan.of("isolated") or plan.of("public")
