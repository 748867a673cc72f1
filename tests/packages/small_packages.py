"""Small packages, written to disk as their tools lay them out."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path
from typing import Any

TEXT = {"primitive": "string"}


def assembly(
    name: str = "tiny-lib", version: str = "1.0.0", python: str = "tiny_lib", **types: dict[str, Any]
) -> dict[str, Any]:
    """A jsii assembly; keys of ``types`` are names in it, ``__`` for the dot of a submodule."""
    described = {}
    modules = {}
    for key, declared in types.items():
        dotted = key.replace("__", ".")
        space, _, last = dotted.rpartition(".")
        fqn = f"{name}.{dotted}"
        described[fqn] = {
            "fqn": fqn,
            "name": last,
            "symbolId": f"{space.replace('_', '-') + '/' if space else ''}lib/{last.lower()}:{last}",
            **declared,
        }
        if space and space[:1].islower():
            modules[f"{name}.{space}"] = {
                "symbolId": f"{space.replace('_', '-')}/index:",
                "targets": {"python": {"module": f"{python}.{space}"}},
            }
    return {
        "schema": "jsii/0.10.0",
        "name": name,
        "version": version,
        "targets": {"python": {"module": python, "distName": name}},
        "submodules": modules,
        "types": described,
    }


def struct(*properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"kind": "interface", "datatype": True, "properties": list(properties), **more}


def prop(name: str, type_: dict[str, Any] = TEXT, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, **more}


def construct(props: str, **more: Any) -> dict[str, Any]:
    """A class made with a name and the struct with this id."""
    parameters = [{"name": "id", "type": TEXT}, {"name": "props", "type": {"fqn": props}, "optional": True}]
    return {"kind": "class", "initializer": {"parameters": parameters}, **more}


BUCKETS = {
    "storage__BucketProps": struct(
        prop("bucketName", optional=True, docs={"summary": "How it is called."}),
        prop("sizeInGiB", {"primitive": "number"}),
    ),
    "storage__Bucket": construct(
        "tiny-lib.storage.BucketProps",
        properties=[prop("bucketArn", immutable=True)],
        docs={"summary": "Holds things."},
    ),
}


def write_npm(folder: Path, described: dict[str, Any], packed: bool = False, **manifest: Any) -> Path:
    """An installed npm package with an assembly; ``packed`` puts that behind a redirection."""
    place = folder / "node_modules" / described["name"]
    place.mkdir(parents=True)
    data = json.dumps(described).encode()
    if packed:
        redirect = {"schema": "jsii/file-redirect", "compression": "gzip", "filename": ".jsii.gz"}
        (place / ".jsii").write_text(json.dumps(redirect))
        (place / ".jsii.gz").write_bytes(gzip.compress(data))
    else:
        (place / ".jsii").write_bytes(data)
    manifest = {"name": described["name"], "version": described["version"], **manifest}
    (place / "package.json").write_text(json.dumps(manifest))
    for folder_, names in _declared(described).items():
        write_files(place / folder_, {
            "index.d.ts": "import { hidden } from './hidden';\nexport * from './lib';\n",
            "lib.d.ts": "".join(f"export declare class {name} {{\n}}\n" for name in names)
            + "export declare type Untold = string;\nexport { hidden as shown };\n",
        })  # fmt: skip
    return place


def _declared(described: dict[str, Any]) -> dict[str, list[str]]:
    """The names of an assembly by the folders of their modules, as its TypeScript files export them."""
    found: dict[str, list[str]] = {".": []}
    for fqn in described["types"]:
        space, _, name = fqn.removeprefix(described["name"] + ".").rpartition(".")
        if not space[:1].isupper():
            found.setdefault(space.replace("_", "-") or ".", []).append(name)
    return found


def write_pypi(site: Path, described: dict[str, Any]) -> Path:
    """An installed Python package that carries an npm package."""
    place = site.joinpath(*described["targets"]["python"]["module"].split("."))
    (place / "_jsii").mkdir(parents=True)
    archive = place / "_jsii" / f"{described['name'].rpartition('/')[2]}@{described['version']}.jsii.tgz"
    with tarfile.open(archive, "w:gz") as opened:
        for name, data in (("package/README.md", b"x"), ("package/.jsii", json.dumps(described).encode())):
            item = tarfile.TarInfo(name)
            item.size = len(data)
            opened.addfile(item, io.BytesIO(data))
    return place


def write_files(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


PULUMI_NPM = {
    "package.json": '{"name": "@pulumi/tiny", "version": "2.0.0", "pulumi": {"resource": true, "name": "tiny"}}',
    "index.d.ts": 'export * from "./provider";\nimport * as store from "./store";\nimport * as types from "./types";\n'
    "export { store, types, };\n",
    "provider.d.ts": 'import * as pulumi from "@pulumi/pulumi";\nexport declare class Provider extends pulumi.ProviderResource {\n'
    "    constructor(name: string, args?: ProviderArgs, opts?: pulumi.ResourceOptions);\n}\nexport interface ProviderArgs {\n}\n",
    "store/index.d.ts": 'export { BucketArgs, BucketState } from "./bucket";\nexport type Bucket = import("./bucket").Bucket;\n'
    'export declare const Bucket: typeof import("./bucket").Bucket;\nexport * from "../types/enums/store";\n',
    "store/bucket.d.ts": """import * as pulumi from "@pulumi/pulumi";
import * as inputs from "../types/input";
import * as outputs from "../types/output";
import * as enums from "../types/enums";
/**
 * Holds things.
 */
export declare class Bucket extends pulumi.CustomResource {
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: BucketState): Bucket;
    /**
     * Its name, as `{` and `}` and `;` say.
     */
    readonly bucketName: pulumi.Output<string>;
    readonly rules: pulumi.Output<outputs.store.BucketRule[] | undefined>;
    private readonly secret;
    constructor(name: string, args: BucketArgs, opts?: pulumi.CustomResourceOptions);
}
export interface BucketState {
    bucketName?: pulumi.Input<string | undefined>;
}
export interface BucketArgs {
    /**
     * How it is called. Defaults to `things`.
     */
    bucketName?: pulumi.Input<string | undefined>;
    /**
     * @deprecated Use bucketName instead.
     */
    name?: pulumi.Input<string>;
    kind: pulumi.Input<string | enums.store.Kind>;
    rules?: pulumi.Input<pulumi.Input<inputs.store.BucketRule>[]>;
    tags?: pulumi.Input<{
        [key: string]: pulumi.Input<string>;
    }>;
}
""",
    "store/bucket.js": "Bucket.__pulumiType = 'tiny:store/bucket:Bucket';\n",
    "types/index.d.ts": 'import * as enums from "./enums";\nimport * as input from "./input";\nimport * as output from "./output";\n'
    "export { enums, input, output, };\n",
    "types/input.d.ts": 'import * as pulumi from "@pulumi/pulumi";\nexport declare namespace store {\n    interface BucketRule {\n'
    "        days: pulumi.Input<number>;\n    }\n}\n",
    "types/output.d.ts": "\nexport declare namespace store {\n    interface BucketRule {\n        days: number;\n    }\n}\n",
    "types/enums/index.d.ts": 'import * as store from "./store";\nexport { store, };\n',
    "types/enums/store/index.d.ts": 'export declare const Kind: {\n    readonly Cold: "cold";\n    readonly Warm: "warm";\n};\n'
    "export type Kind = (typeof Kind)[keyof typeof Kind];\n",
}


def write_pulumi_npm(folder: Path, files: dict[str, str] = PULUMI_NPM) -> Path:
    return write_files(folder / "node_modules" / "@pulumi" / "tiny", files)


PULUMI_PYPI = {
    "pulumi-plugin.json": '{"resource": true, "name": "tiny", "version": "2.0.0"}',
    "__init__.py": "from . import _utilities\nfrom .provider import *\n",
    "provider.py": "__all__ = ['Provider']\n\n@pulumi.type_token(\"pulumi:providers:tiny\")\n"
    "class Provider(pulumi.ProviderResource):\n    pass\n",
    "store/__init__.py": "from ._enums import *\nfrom .bucket import *\nfrom .get_bucket import *\nfrom ._inputs import *\n"
    "from . import outputs\n",
    "store/_enums.py": "__all__ = [\n    'Kind',\n]\n\n\n@pulumi.type_token(\"tiny:store/Kind:Kind\")\n"
    'class Kind(_builtins.str, Enum):\n    COLD = "cold"\n    WARM = "warm"\n',
    "store/_inputs.py": """__all__ = [
    'BucketRuleArgs',
    'BucketRuleArgsDict',
]

class BucketRuleArgsDict(TypedDict):
    days: pulumi.Input[_builtins.int]

@pulumi.input_type
class BucketRuleArgs:
    def __init__(__self__, *,
                 days: pulumi.Input[_builtins.int]):
        pulumi.set(__self__, "days", days)

    @_builtins.property
    @pulumi.getter
    def days(self) -> pulumi.Input[_builtins.int]:
        return pulumi.get(self, "days")
""",
    "store/outputs.py": "__all__ = [\n    'BucketRule',\n]\n\n@pulumi.output_type\nclass BucketRule(dict):\n"
    '    @_builtins.property\n    @pulumi.getter\n    def days(self) -> _builtins.int:\n        return pulumi.get(self, "days")\n',
    "store/bucket.py": '''__all__ = ['BucketArgs', 'Bucket']

@pulumi.input_type
class BucketArgs:
    def __init__(__self__, *,
                 kind: pulumi.Input[Union[_builtins.str, 'Kind']],
                 bucket_name: pulumi.Input[Optional[_builtins.str]] = None,
                 rules: Optional[pulumi.Input[Sequence[pulumi.Input['BucketRuleArgs']]]] = None):
        """
        :param pulumi.Input[_builtins.str] bucket_name: How it is called.
        """

    @_builtins.property
    @pulumi.getter
    def kind(self) -> pulumi.Input[Union[_builtins.str, 'Kind']]:
        return pulumi.get(self, "kind")

    @_builtins.property
    @pulumi.getter(name="bucketName")
    @_utilities.deprecated("""bucket_name is deprecated. Use kind instead.""")
    def bucket_name(self) -> pulumi.Input[Optional[_builtins.str]]:
        """
        How it is called.
        """
        return pulumi.get(self, "bucket_name")

    @_builtins.property
    @pulumi.getter
    def rules(self) -> Optional[pulumi.Input[Sequence[pulumi.Input['BucketRuleArgs']]]]:
        return pulumi.get(self, "rules")


@pulumi.type_token("tiny:store/bucket:Bucket")
class Bucket(pulumi.CustomResource):
    @overload
    def __init__(__self__,
                 resource_name: str,
                 args: BucketArgs,
                 opts: Optional[pulumi.ResourceOptions] = None):
        ...

    @_builtins.property
    @pulumi.getter(name="bucketName")
    def bucket_name(self) -> pulumi.Output[_builtins.str]:
        return pulumi.get(self, "bucket_name")
''',
    "store/get_bucket.py": """__all__ = [
    'GetBucketResult',
    'AwaitableGetBucketResult',
    'get_bucket',
]

@pulumi.output_type
class GetBucketResult:
    @_builtins.property
    @pulumi.getter(name="bucketName")
    def bucket_name(self) -> _builtins.str:
        return pulumi.get(self, "bucket_name")


class AwaitableGetBucketResult(GetBucketResult):
    pass


def get_bucket(bucket_name: Optional[_builtins.str] = None,
               kind: _builtins.str,
               opts: Optional[pulumi.InvokeOptions] = None) -> AwaitableGetBucketResult:
    __args__ = dict()
    __args__['bucketName'] = bucket_name
    __ret__ = pulumi.runtime.invoke('tiny:store/getBucket:getBucket', __args__, opts=opts).value
""",
}


def write_pulumi_pypi(site: Path, files: dict[str, str] = PULUMI_PYPI) -> Path:
    return write_files(site / "pulumi_tiny", files)
