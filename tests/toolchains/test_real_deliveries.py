"""Streams of CDK programs that deliver are those which the real library synthesises, with their roles and logs."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "streams": (
        """const key = new kms.Key(stack, 'K');
        const bucket = new s3.Bucket(stack, 'B', { bucketName: 'first' });
        const other = new s3.Bucket(stack, 'O', { bucketName: 'second', encryptionKey: key });
        const fn = new lambda_.Function(stack, 'F', { runtime: lambda_.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda_.Code.fromInline('x') });
        const data = new kinesis.Stream(stack, 'Data');
        const plain = new firehose.DeliveryStream(stack, 'Plain', { destination: new firehose.S3Bucket(bucket) });
        new firehose.DeliveryStream(stack, 'Full', {
          deliveryStreamName: 'full', encryption: firehose.StreamEncryption.customerManagedKey(key),
          destination: new firehose.S3Bucket(other, {
            bufferingInterval: cdk.Duration.minutes(2), bufferingSize: cdk.Size.mebibytes(8), compression: firehose.Compression.GZIP, dataOutputPrefix: 'p/', errorOutputPrefix: 'e/', encryptionKey: key,
            processor: new firehose.LambdaFunctionProcessor(fn, { retries: 5, bufferInterval: cdk.Duration.minutes(1), bufferSize: cdk.Size.mebibytes(1) }),
            s3Backup: { mode: firehose.BackupMode.ALL, dataOutputPrefix: 'raw/' }, fileExtension: '.json',
          }),
        });
        new firehose.DeliveryStream(stack, 'Read', { source: new firehose.KinesisStreamSource(data), destination: new firehose.S3Bucket(bucket, { loggingConfig: new firehose.DisableLogging(), bufferingInterval: cdk.Duration.seconds(60),
          processors: [new firehose.DecompressionProcessor(), new firehose.CloudWatchLogProcessor({ dataMessageExtraction: true }), new firehose.AppendDelimiterToRecordProcessor()] }) });
        const role = new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('firehose.amazonaws.com') });
        const group = new logs.LogGroup(stack, 'L', { logGroupName: 'given' });
        new firehose.DeliveryStream(stack, 'Own', { role, encryption: firehose.StreamEncryption.awsOwnedKey(), destination: new firehose.S3Bucket(bucket, { role, loggingConfig: new firehose.EnableLogging(group), s3Backup: { bucket: other } }) });
        new firehose.DeliveryStream(stack, 'Parts', { encryption: firehose.StreamEncryption.customerManagedKey(), destination: new firehose.S3Bucket(bucket, { dynamicPartitioning: { enabled: true, retryDuration: cdk.Duration.minutes(3) }, dataOutputPrefix: '!{partitionKeyFromLambda:k}/', errorOutputPrefix: 'x/!{firehose:error-output-type}/', processor: new firehose.LambdaFunctionProcessor(fn) }) });
        plain.grantPutRecords(new iam.Role(stack, 'R2', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
        new events.Rule(stack, 'Rule', { eventPattern: { source: ['a'] }, targets: [new targets.FirehoseDeliveryStream(plain)] });
        new ssm.StringParameter(stack, 'Param', { stringValue: `${plain.deliveryStreamName} ${plain.deliveryStreamArn}` });
        new firehose.CfnDeliveryStream(stack, 'Cfn', { deliveryStreamName: 'cfn', s3DestinationConfiguration: { bucketArn: bucket.bucketArn, roleArn: role.roleArn, bufferingHints: { intervalInSeconds: 60, sizeInMBs: 5 } } });""",
        """key = kms.Key(stack, "K")
bucket = s3.Bucket(stack, "B", bucket_name="first")
other = s3.Bucket(stack, "O", bucket_name="second", encryption_key=key)
fn = lambda_.Function(stack, "F", runtime=lambda_.Runtime.NODEJS_22_X, handler="i.h", code=lambda_.Code.from_inline("x"))
data = kinesis.Stream(stack, "Data")
plain = firehose.DeliveryStream(stack, "Plain", destination=firehose.S3Bucket(bucket))
firehose.DeliveryStream(stack, "Full",
    delivery_stream_name="full", encryption=firehose.StreamEncryption.customer_managed_key(key),
    destination=firehose.S3Bucket(other,
        buffering_interval=cdk.Duration.minutes(2), buffering_size=cdk.Size.mebibytes(8), compression=firehose.Compression.GZIP, data_output_prefix="p/", error_output_prefix="e/", encryption_key=key,
        processor=firehose.LambdaFunctionProcessor(fn, retries=5, buffer_interval=cdk.Duration.minutes(1), buffer_size=cdk.Size.mebibytes(1)),
        s3_backup=firehose.DestinationS3BackupProps(mode=firehose.BackupMode.ALL, data_output_prefix="raw/"), file_extension=".json"))
firehose.DeliveryStream(stack, "Read", source=firehose.KinesisStreamSource(data), destination=firehose.S3Bucket(bucket, logging_config=firehose.DisableLogging(), buffering_interval=cdk.Duration.seconds(60),
    processors=[firehose.DecompressionProcessor(), firehose.CloudWatchLogProcessor(data_message_extraction=True), firehose.AppendDelimiterToRecordProcessor()]))
role = iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("firehose.amazonaws.com"))
group = logs.LogGroup(stack, "L", log_group_name="given")
firehose.DeliveryStream(stack, "Own", role=role, encryption=firehose.StreamEncryption.aws_owned_key(), destination=firehose.S3Bucket(bucket, role=role, logging_config=firehose.EnableLogging(group), s3_backup=firehose.DestinationS3BackupProps(bucket=other)))
firehose.DeliveryStream(stack, "Parts", encryption=firehose.StreamEncryption.customer_managed_key(), destination=firehose.S3Bucket(bucket, dynamic_partitioning=firehose.DynamicPartitioningProps(enabled=True, retry_duration=cdk.Duration.minutes(3)), data_output_prefix="!{partitionKeyFromLambda:k}/", error_output_prefix="x/!{firehose:error-output-type}/", processor=firehose.LambdaFunctionProcessor(fn)))
plain.grant_put_records(iam.Role(stack, "R2", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com")))
events.Rule(stack, "Rule", event_pattern=events.EventPattern(source=["a"]), targets=[targets.FirehoseDeliveryStream(plain)])
ssm.StringParameter(stack, "Param", string_value=f"{plain.delivery_stream_name} {plain.delivery_stream_arn}")
firehose.CfnDeliveryStream(stack, "Cfn", delivery_stream_name="cfn", s3_destination_configuration=firehose.CfnDeliveryStream.S3DestinationConfigurationProperty(bucket_arn=bucket.bucket_arn, role_arn=role.role_arn, buffering_hints=firehose.CfnDeliveryStream.BufferingHintsProperty(interval_in_seconds=60, size_in_m_bs=5)))""",
    ),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, TYPES) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, TYPES) == {}
