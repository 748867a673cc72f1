"""Streams of CDK programs are those which the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "streams": (
        """const key = new kms.Key(stack, 'K');
        const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        const s = new kinesis.Stream(stack, 'S', { streamName: 'n', encryptionKey: key, retentionPeriod: cdk.Duration.hours(48), shardCount: 3 });
        s.grantRead(role); s.grantWrite(role); s.grantReadWrite(role); s.grant(role, 'kinesis:Merge*');
        s.grantRead(new iam.AccountPrincipal('111111111111'));
        new kinesis.Stream(stack, 'OnDemand', { streamMode: kinesis.StreamMode.ON_DEMAND, encryption: kinesis.StreamEncryption.MANAGED });
        new kinesis.Stream(stack, 'Own', { encryption: kinesis.StreamEncryption.KMS, streamMode: kinesis.StreamMode.PROVISIONED });
        new kinesis.Stream(stack, 'Plain', { encryption: kinesis.StreamEncryption.UNENCRYPTED });
        new kinesis.StreamConsumer(stack, 'C', { stream: s, streamConsumerName: 'c' });""",
        """key = kms.Key(stack, "K")
role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
s = kinesis.Stream(stack, "S", stream_name="n", encryption_key=key, retention_period=cdk.Duration.hours(48), shard_count=3)
s.grant_read(role)
s.grant_write(role)
s.grant_read_write(role)
s.grant(role, "kinesis:Merge*")
s.grant_read(iam.AccountPrincipal("111111111111"))
kinesis.Stream(stack, "OnDemand", stream_mode=kinesis.StreamMode.ON_DEMAND, encryption=kinesis.StreamEncryption.MANAGED)
kinesis.Stream(stack, "Own", encryption=kinesis.StreamEncryption.KMS, stream_mode=kinesis.StreamMode.PROVISIONED)
kinesis.Stream(stack, "Plain", encryption=kinesis.StreamEncryption.UNENCRYPTED)
kinesis.StreamConsumer(stack, "C", stream=s, stream_consumer_name="c")""",
    ),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, TYPES) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, TYPES) == {}
