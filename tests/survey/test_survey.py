"""Counts of small programs, each number counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stackproof.analysis.survey.account import Account, Dialect
from stackproof.analysis.workspace import Workspace
from stackproof.cli.main import main

PULUMI = """import * as aws from '@pulumi/aws';
import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { Network } from './lib/network';
import { helper } from 'some-library';

const config = new pulumi.Config();
const bucket = new aws.s3.Bucket('data', { bucket: config.require('name'), tags: helper() });
const network = new Network('net');
new aws.s3.BucketPolicy('policy', { bucket: bucket.id, policy: helper(bucket.arn) });
const wanted = false;
if (wanted) {
  new aws.sns.Topic('never');
}
new gcp.storage.Bucket('elsewhere');
"""
NETWORK = """import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class Network extends pulumi.ComponentResource {
  constructor(name: string) {
    super('x:y:Network', name);
    const vpc = new aws.ec2.Vpc('vpc', { cidrBlock: '10.0.0.0/16' }, { parent: this });
    this.subnets(vpc);
  }

  private subnets(vpc: aws.ec2.Vpc) {
    for (const number of [0, 1]) {
      new aws.ec2.Subnet(`subnet-${number}`, { vpcId: vpc.id, cidrBlock: `10.0.${number}.0/24` });
    }
  }

  unused() {
    return new aws.sqs.Queue('queue');
  }
}
"""
CDKTF = """from cdktf import App, TerraformStack
from constructs import Construct
from cdktf_cdktf_provider_aws.vpc import Vpc
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.instance import Instance, InstanceEbsBlockDevice


class Net(TerraformStack):
    def __init__(self, scope: Construct, id: str, size: str):
        super().__init__(scope, id)
        vpc = Vpc(self, "vpc", cidr_block="10.0.0.0/16")
        subnets = [Subnet(self, f"s{n}", vpc_id=vpc.id, cidr_block=f"10.0.{n}.0/24") for n in range(2)]
        Instance(
            self,
            "i",
            instance_type=size,
            subnet_id=subnets[0].id,
            ebs_block_device=[InstanceEbsBlockDevice(device_name="/dev/sdb")],
        )
"""


@pytest.fixture
def pulumi(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    (tmp_path / "Pulumi.yaml").write_text("name: x\nruntime: nodejs\n")
    (tmp_path / "index.ts").write_text(PULUMI)
    (tmp_path / "lib" / "network.ts").write_text(NETWORK)
    return tmp_path


def account(folder: Path) -> Account:
    return Workspace([str(folder)]).snapshot().survey()[1]


def losses(found: Account) -> dict[tuple[str, str], int]:
    return {(loss.stage, loss.reason): lost.count for loss, lost in found.losses.items()}


def test_every_construction_is_seen_by_its_syntax(pulumi: Path) -> None:
    found = account(pulumi).dialects["pulumi-ts"]
    assert dict(found.seen) == {
        "module": 2,
        "module, in a branch": 1,
        "constructor": 1,
        "method, in a loop": 1,
        "method": 1,
    }
    assert (found.programs, found.files) == (1, 2)


def test_what_was_not_reached_has_a_reason(pulumi: Path) -> None:
    found = account(pulumi)
    dialect = found.dialects["pulumi-ts"]
    assert (dialect.reached.total(), dialect.recognised) == (4, 4)
    assert {r for (stage, r) in losses(found) if stage == "reach"} == {
        "in a branch that is not taken",
        "nothing calls Network.unused",
    }


def test_arguments_are_certain_decided_outside_or_unknown(pulumi: Path) -> None:
    found = account(pulumi)
    dialect = found.dialects["pulumi-ts"]
    # bucket, tags | bucket, policy | cidrBlock, parent | vpcId, cidrBlock
    assert (dialect.certain, dialect.outside, dialect.lost) == (5, 1, 2)
    assert losses(found)["value", "the result of 'some-library.helper' is not known"] == 2


def test_references_that_went_where_nobody_follows_are_lost(pulumi: Path) -> None:
    dialect = account(pulumi).dialects["pulumi-ts"]
    # bucket, parent, vpcId; the ARN went into the helper.
    assert (dialect.resolved, dialect.unresolved) == (3, 1)


def test_resources_of_other_clouds_are_counted_apart(pulumi: Path) -> None:
    assert dict(account(pulumi).foreign) == {"@pulumi/gcp": 1}


def test_structs_and_classes_that_nobody_uses(tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(CDKTF)
    found = account(tmp_path).dialects["cdktf-py"]
    assert dict(found.seen) == {"constructor": 2, "constructor, in a loop": 1}
    assert found.recognised == 3
    # The size is decided by whoever uses the stack.
    assert (found.certain, found.outside, found.lost) == (5, 1, 0)
    assert (found.resolved, found.unresolved) == (2, 0)


def test_shared_files_count_once_with_the_best_that_any_program_makes_of_them(pulumi: Path) -> None:
    (pulumi / "other").mkdir()
    (pulumi / "other" / "Pulumi.yaml").write_text("name: y\nruntime: nodejs\n")
    (pulumi / "other" / "index.ts").write_text(
        "import { Network } from '../lib/network';\nnew Network('n').unused();\n"
    )
    found = account(pulumi)
    dialect: Dialect = found.dialects["pulumi-ts"]
    assert dialect.programs == 2
    assert dialect.seen.total() == 6
    assert ("reach", "nothing calls Network.unused") not in losses(found)


def test_what_was_not_read_is_told(pulumi: Path) -> None:
    for name, text in {
        "go/Pulumi.yaml": "name: g\nruntime: go\n",
        "java/cdk.json": '{"app": "mvn -q exec:java"}',
        "node_modules/x/index.ts": "",
        "big.py": "import pulumi\n" + "#" * 3_000_000,
    }.items():
        (pulumi / name).parent.mkdir(parents=True, exist_ok=True)
        (pulumi / name).write_text(text)
    told = {Path(p).relative_to(pulumi).as_posix(): r for p, r in account(pulumi).left_out.items()}
    assert told == {
        "go/Pulumi.yaml": "a program in a language that is not read (go)",
        "java/cdk.json": "its app command leads to no TypeScript or Python file",
        "node_modules": "installed or generated by tools",
        "big.py": "too large (3.0 MB, the limit is 2 MB)",
    }


def test_the_command_shows_text_and_json(pulumi: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "--stats", str(pulumi)]) == 0
    text = capsys.readouterr().out
    assert "pulumi-ts: 1 program, 2 files, 35 lines" in text
    assert "nothing calls Network.unused  [lib/network.ts:18]" in text
    assert main(["graph", "--stats", "--format", "json", str(pulumi)]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["dialects"]["pulumi-ts"]["constructions"] == {
        "seen": 6,
        "reached": 4,
        "recognised": 4,
        "bySyntax": shown["dialects"]["pulumi-ts"]["constructions"]["bySyntax"],
    }
    assert [p["entry"] for p in shown["programs"]] == ["index.ts"]


@pytest.mark.parametrize("arguments", [["--stats", "--format", "mermaid"], ["--format", "text"]])
def test_formats_that_do_not_fit_are_refused(
    pulumi: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["graph", *arguments, str(pulumi)]) == 2
    assert "--stats" in capsys.readouterr().err
