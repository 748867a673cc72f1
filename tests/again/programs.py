"""Programs for the tests: the shipped examples, and two that use much of the languages in few lines."""

from __future__ import annotations

from pathlib import Path

_TESTS = Path(__file__).parents[1]
_READ = (".ts", ".py", ".json", ".toml", ".yaml")

Program = tuple[dict[str, str], str]

_TYPESCRIPT: dict[str, str] = {
    "main.ts": """import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Base, Kind, Network as Net, shared } from './lib';
import service, { counter } from './lib/service';
import { lazily } from './lib/cycle';

interface Options { name: string }
const config = new pulumi.Config();
const zones = ['a', 'b'];
let mode = 'none';
if (config.getBoolean('big')) {
  mode = 'big';
  zones.push('c');
} else if (zones.length > 1) {
  mode = 'small';
}
if (zones.length === 2 || true) {
  const network = new Net('inside', { zones });
  new aws.s3.Bucket('branch', { bucket: network.label });
}
const first = new Net('first', { zones, tags: { mode } }), second = new Net('second', { zones: zones.slice(1) });
function late(name: string) {
  const made = new aws.s3.Bucket(name, { bucket: `${name}-${suffix()}` });
  function inner() { return made; }
  return inner();
  function suffix() { return shared.suffix; }
}
const handlers: any = {};
handlers.first = first.describe;
for (const zone of zones) {
  late(zone).onObjectCreated('x', () => counter(zone));
}
const made = service(first, Kind.Small).extend('more').extend('again');
class Local extends Base {
  own = new aws.sns.Topic('own');
  constructor(name: string) {
    super(name, { protect: true });
    this.record(name);
  }
}
try {
  new Local('local');
} catch (error) {
  throw error;
}
handlers.first();
export const out = pulumi.all([made.arn, second.ids]).apply(([arn, ids]) => `${arn}${ids}`);
export { late as early };
lazily(handlers);
""",
    "lib/index.ts": """export * from './base';
export { Network } from './network';
export const shared = { suffix: 'dev', list: [1, 2] };
""",
    "lib/base.ts": """import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';
export enum Kind { Small = 'small', Big = 'big' }
export class Base extends pulumi.ComponentResource {
  static made = 0;
  protected names: string[] = [];
  label = 'base';
  constructor(name: string, opts: any = {}) {
    super('a:b:c', name, {}, opts);
    this.names.push(name);
  }
  get last() { return this.names[this.names.length - 1]; }
  record(name: string) {
    Base.made = Base.made + 1;
    this.names.push(name);
    new aws.s3.Bucket(`record-${name}`, { bucket: this.last }, { parent: this });
  }
}
""",
    "lib/network.ts": """import * as aws from '@pulumi/aws';
import { Base } from './base';
const size = 16;
export interface NetworkArgs { zones: string[]; tags?: any }
export class Network extends Base {
  public readonly vpc: aws.ec2.Vpc;
  public readonly subnets: aws.ec2.Subnet[];
  constructor(private readonly name: string, args: NetworkArgs) {
    super(name);
    const { zones, tags = {} } = args;
    this.vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: `10.0.0.0/${size}`, tags: { ...tags, Name: name } });
    this.subnets = zones.map((zone, index) => this.subnet(zone, index));
    this.label = this.describe();
    if (tags.mode === undefined) {
      this.record('untagged');
    }
    this.record(name);
  }
  private subnet(zone: string, index: number) {
    return new aws.ec2.Subnet(`${this.name}-${zone}`, { vpcId: this.vpc.id, cidrBlock: `10.0.${index}.0/24` });
  }
  // stackproof: nothing
  describe() { return `network ${this.names.join(',')}`; }
  get ids() { return this.subnets.map((s) => s.id); }
}
""",
    "lib/service.ts": """import * as aws from '@pulumi/aws';
import type { Network } from './network';
let count = 0;
export function counter(name: string) { count += 1; return new aws.sqs.Queue(`queue-${name}-${count}`); }
class Service {
  parts: any[] = [];
  constructor(public network: Network, public kind: string) { this.parts = [network.vpc]; }
  extend(name: string): Service {
    this.parts.push(counter(name));
    return this;
  }
  get arn() { return this.parts[this.parts.length - 1].arn; }
}
export default function make(network: Network, kind: string) {
  const service = new Service(network, kind);
  if (kind === 'small') {
    service.extend('only');
  }
  return service;
}
""",
    "lib/cycle.ts": """import { counter } from './service';
import { shared } from './index';
export const lazily = (things: any) => {
  for (const key of Object.keys(things)) { counter(key); }
  shared.list.push(3);
  delete things.first;
};
""",
}

_PYTHON: dict[str, str] = {
    "__main__.py": '''"""A program."""
import pulumi
import pulumi_aws as aws
from stack import Network, Service, make
from stack.settings import Kind, Settings, table
import stack.tools as tools

config = pulumi.Config()
settings = Settings(name="main", zones=["a", "b"])
names = []
if config.get_bool("big"):
    settings.zones.append("c")
    names = ["big"]
elif len(settings.zones) > 1:
    names = ["small"]


def deploy(prefix: str, *, many: bool = False):
    network = Network(f"{prefix}-net", settings)
    with tools.opened(prefix) as handle:
        bucket = aws.s3.Bucket(f"{prefix}-bucket", bucket=handle)
    if many:
        for number, zone in enumerate(settings.zones):
            aws.sqs.Queue(f"{prefix}-{zone}-{number}", tags={**table, "zone": zone})
    return network, bucket


def main():
    network, bucket = deploy("one", many=True)
    service = Service("svc", network=network)
    service.grow().grow()
    describe = service.describe
    names.append(describe())
    try:
        make(service, Kind.SMALL)
    except ValueError as error:
        raise error
    else:
        names.extend([z for z in settings.zones if z != "a"])
    tools.registry["bucket"] = bucket
    tools.registry.pop("bucket")
    return service


if __name__ == "__main__":
    made = main()
    deploy("two")
    pulumi.export("names", names)
    pulumi.export("made", made.topic.arn)
''',
    "stack/__init__.py": """from .network import Network
from .service import Service, make
""",
    "stack/settings.py": """from dataclasses import dataclass, field
from enum import Enum

table = {"team": "x"}


class Kind(Enum):
    SMALL = "small"
    BIG = "big"


@dataclass
class Settings:
    name: str
    zones: list = field(default_factory=list)
    size: int = 16

    def cidr(self, index: int) -> str:
        return f"10.0.{index}.0/{self.size + 8}"
""",
    "stack/network.py": '''import pulumi
import pulumi_aws as aws


class Base(pulumi.ComponentResource):
    made = 0

    def __init__(self, name: str, opts=None):
        super().__init__("a:b:C", name, None, opts)
        self.name = name
        self.parts = []

    def add(self, part):
        self.parts.append(part)
        Base.made = Base.made + 1
        return part

    @property
    def last(self):
        return self.parts[-1]


class Network(Base):
    """A network."""

    def __init__(self, name: str, settings):
        super().__init__(name)
        self.vpc = self.add(aws.ec2.Vpc(f"{name}-vpc", cidr_block=settings.cidr(0)))
        self.subnets = []
        for index, zone in enumerate(settings.zones):
            subnet = aws.ec2.Subnet(f"{name}-{zone}", vpc_id=self.vpc.id, cidr_block=settings.cidr(index))
            self.subnets.append(self.add(subnet))
        # The end.
        self.register_outputs({"vpc": self.vpc})
''',
    "stack/service.py": """import pulumi_aws as aws
from .network import Base
from . import tools

COUNT = 2


class Service(Base):
    def __init__(self, name, network=None):
        super().__init__(name)
        self.topic = aws.sns.Topic(f"{name}-topic")
        if network is not None:
            self.group = aws.ec2.SecurityGroup(f"{name}-sg", vpc_id=network.vpc.id)
        self.grow()

    def grow(self):
        number = len(self.parts)
        self.add(aws.sqs.Queue(f"{self.name}-{number}"))
        return self

    def describe(self):
        return "-".join([self.name, str(COUNT)])


def make(service, kind):
    policy = tools.policy(service.topic.arn)
    if kind == "huge":
        raise ValueError(kind)
    return aws.sns.TopicPolicy("policy", arn=service.topic.arn, policy=policy)
""",
    "stack/tools.py": """import json
from contextlib import contextmanager

registry = {}


@contextmanager
def opened(name):
    yield name


def policy(arn):
    def statement(action):
        return {"Effect": "Allow", "Action": action, "Resource": arn}

    registry["policy"] = arn
    return json.dumps({"Version": "2012-10-17", "Statement": [statement(a) for a in ("sns:Publish",)]})
""",
}


def folder(name: str) -> dict[str, str]:
    """The texts of a folder of the tests by relative path."""
    top = _TESTS / name
    return {
        path.relative_to(top).as_posix(): path.read_text()
        for path in sorted(top.rglob("*"))
        if path.is_file() and path.suffix in _READ and path.name != "expected.json"
    }


def programs() -> dict[str, Program]:
    """All programs by name: their files, and the file at which they begin."""
    found: dict[str, Program] = {
        "typescript": (_TYPESCRIPT, "main.ts"),
        "python": (_PYTHON, "__main__.py"),
    }
    for name, entry in (
        ("cdk-ts", "bin/orders.ts"),
        ("cdk-py", "app.py"),
        ("cdktf-ts", "main.ts"),
        ("cdktf-py", "main.py"),
        ("pulumi-ts", "index.ts"),
        ("pulumi-py", "__main__.py"),
    ):
        found[name] = (folder(f"examples/{name}"), entry)
    return found
