"""Images and start scripts of machines."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.around import environment, stack_of
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing, given
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.runtime import Reference
from stackproof.model.values import Mapping as MappingValue
from stackproof.model.values import Scalar, Template, Unknown, Value

System = Literal["linux", "windows", "unknown"]


class UserData(Thing):
    """A start script, to which commands are added."""

    fragile = True

    def __init__(self, system: System, lines: list[Value] | None = None, *, custom: bool = False) -> None:
        self.system = system
        self.lines = list(lines or [])
        self.custom = custom
        # Whether there may be more in it than is seen.
        self.open = False

    def value(self) -> Value:
        return self.text()

    def call(self, method: str, call: Call) -> Node | None:
        if method == "add_commands":
            self.add(call.rest(0), call.certain)
            return Opaque()
        if method == "render":
            return self.value()
        if method in (
            "add_s3_download_command", "add_execute_file_command", "add_signal_on_exit_command", "add_on_exit_commands",
            "add_user_data_part", "add_part",
        ):  # fmt: skip
            self.lines.append(
                Unknown("a command of the library's own", call.world.folder.mentions(call.construction))
            )
            return Opaque()
        return None

    def add(self, commands: list[Value] | None, certain: bool) -> None:
        """Add commands."""
        self.lines.extend(commands if commands is not None else [Unknown("commands")])
        self.open = self.open or not certain

    def text(self) -> Value:
        """The script."""
        if self.open or (self.system == "unknown" and not self.custom):
            return Unknown("a start script", tuple(self.lines))
        if not self.lines:
            return Scalar("#!/bin/bash" if self.system == "linux" else "<powershell></powershell>")
        parts: list[str | Value] = []
        if not self.custom:
            parts.append("#!/bin/bash\n" if self.system != "windows" else "<powershell>")
        for number, line in enumerate(self.lines):
            if number:
                parts.append("\n")
            parts.extend(line.pieces() or (line,))
        if self.system == "windows" and not self.custom:
            parts.append("</powershell>")
        found = joined(Template(tuple(parts)))
        only = found.parts[0] if isinstance(found, Template) and len(found.parts) == 1 else None
        return Scalar(only, origin=self.lines[0].origin) if isinstance(only, str) else found


class MachineImage(Thing):
    """An image: its id, and the system in it."""

    def __init__(self, id_: Value, system: System = "linux", script: UserData | None = None) -> None:
        self.id = id_
        self.system = system
        self.script = script
        # Whether it is the system made for containers, which is set up in a way of its own.
        self.bottlerocket = False

    def value(self) -> Value:
        return self.id

    def call(self, method: str, call: Call) -> Node | None:
        return Opaque((self.id,))

    def start(self) -> UserData:
        """The start script that comes with it."""
        return self.script if self.script is not None else UserData(self.system)


def _known(what: str, system: System = "linux") -> Recipe:
    """An image whose id is looked up when the program or the deployment runs."""

    def recipe(call: Call) -> Node:
        node = _script(call)
        return MachineImage(Unknown(f"the id of {what}"), system, node)

    return recipe


def _bottlerocket(call: Call) -> Node:
    made = MachineImage(Unknown("the latest Bottlerocket"), "linux", UserData("linux", custom=True))
    made.bottlerocket = True
    return made


def _script(call: Call) -> UserData | None:
    """The start script among the options of an image."""
    for at in range(len(call.positional) + 1):
        node = call.props(at).node("user_data")
        if isinstance(node, UserData):
            return node
    return None


def _generic(system: System) -> Recipe:
    """``MachineImage.genericLinux({ 'eu-west-1': 'ami-1' })``."""

    def recipe(call: Call) -> Node:
        value = call.argument(0, "ami_map")
        images = call.world.fold(value, VERBATIM) if value is not None else None
        stack = stack_of(Reference(call.construction)) or _surrounding(call)
        region = environment(stack, "region") if stack is not None else None
        name = region.text() if region is not None else None
        id_: Value = Unknown("the image of a region", (images,) if images is not None else ())
        if isinstance(images, MappingValue):
            if name is not None:
                id_ = images.get(name)
            elif len(images.entries) == 1 and not images.open:
                id_ = next(iter(images.entries.values())).value
        return MachineImage(id_, system, _script(call))

    return recipe


def _surrounding(call: Call) -> Value | None:
    """The stack in whose class the image is named: images have no scope of their own."""
    this = call.construction.site.scope
    while this is not None:
        if this.this is not None:
            return stack_of(this.this)
        if this.parent is None:
            return None
        this = this.parent
    return None


def _parameter(call: Call) -> Node:
    return MachineImage(Unknown("an image that a parameter names"), "unknown", _script(call))


def _user_data(system: System) -> Recipe:
    return lambda call: UserData(system)


def _custom(call: Call) -> Node:
    return UserData("unknown", [given(call.folded(0, "content"), "a script")], custom=True)


def _multipart(call: Call) -> Node:
    made = UserData("unknown", [Unknown("parts of a start script")], custom=True)
    made.fragile = False
    return made


_I = "aws-ec2.MachineImage"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_I}.latest_amazon_linux": _known("the latest Amazon Linux"),
        f"{_I}.latest_amazon_linux2": _known("the latest Amazon Linux 2"),
        f"{_I}.latest_amazon_linux2022": _known("the latest Amazon Linux 2022"),
        f"{_I}.latest_amazon_linux2023": _known("the latest Amazon Linux 2023"),
        f"{_I}.latest_windows": _known("the latest Windows", "windows"),
        f"{_I}.lookup": _known("an image that is looked up", "unknown"),
        f"{_I}.from_ssm_parameter": _parameter,
        f"{_I}.resolve_ssm_parameter_at_launch": _parameter,
        f"{_I}.generic_linux": _generic("linux"),
        f"{_I}.generic_windows": _generic("windows"),
        "aws-ec2.GenericLinuxImage": _generic("linux"),
        "aws-ec2.GenericWindowsImage": _generic("windows"),
        "aws-ec2.GenericSSMParameterImage": _parameter,
        "aws-ec2.LookupMachineImage": _known("an image that is looked up", "unknown"),
        "aws-ec2.WindowsImage": _known("the latest Windows", "windows"),
        **{
            f"aws-ec2.{name}": _known("the latest Amazon Linux")
            for name in ("AmazonLinuxImage", "AmazonLinux2ImageSsmParameter", "AmazonLinux2022ImageSsmParameter",
                         "AmazonLinux2023ImageSsmParameter")
        },
        **{
            f"aws-ecs.{name}": _known("the latest image for ECS")
            for name in (
                "EcsOptimizedImage.amazon_linux", "EcsOptimizedImage.amazon_linux2", "EcsOptimizedImage.amazon_linux2023",
                "EcsOptimizedAmi",
            )
        },
        "aws-ecs.BottleRocketImage": _bottlerocket,
        "aws-ecs.EcsOptimizedImage.windows": _known("the latest image for ECS", "windows"),
        "aws-eks.EksOptimizedImage": _known("the latest image for EKS"),
        "aws-ec2.UserData.for_linux": _user_data("linux"),
        "aws-ec2.UserData.for_windows": _user_data("windows"),
        "aws-ec2.UserData.for_operating_system": _user_data("unknown"),
        "aws-ec2.UserData.custom": _custom,
        "aws-ec2.MultipartUserData": _multipart,
    }
)  # fmt: skip
