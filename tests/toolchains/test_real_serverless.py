"""Functions, queues, topics and what connects them are what the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from realness import differences

_TS = "runtime: lambda_.Runtime.PYTHON_3_12, handler: 'a.b', code: lambda_.Code.fromInline('x')"
_PY = 'runtime=lambda_.Runtime.PYTHON_3_12, handler="a.b", code=lambda_.Code.from_inline("x")'
_F_TS = f"const f = new lambda_.Function(stack, 'F', {{ {_TS} }});\n"
_F_PY = f'f = lambda_.Function(stack, "F", {_PY})\n'
_R_TS = "const r = new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });\n"
_R_PY = 'r = iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))\n'

_CASES = {
    "function": (
        f"""new lambda_.Function(stack, 'F', {{ {_TS}, functionName: 'n', description: 'd', memorySize: 512,
          timeout: cdk.Duration.minutes(1), environment: {{ A: 'b' }}, reservedConcurrentExecutions: 5,
          architecture: lambda_.Architecture.ARM_64, ephemeralStorageSize: cdk.Size.mebibytes(1024),
          tracing: lambda_.Tracing.ACTIVE, deadLetterQueueEnabled: true, retryAttempts: 1,
          maxEventAge: cdk.Duration.hours(1), loggingFormat: lambda_.LoggingFormat.JSON,
          applicationLogLevelV2: lambda_.ApplicationLogLevel.DEBUG }})
          .addEnvironment('C', 'd');""",
        f"""lambda_.Function(stack, "F", {_PY}, function_name="n", description="d", memory_size=512,
    timeout=cdk.Duration.minutes(1), environment={{"A": "b"}}, reserved_concurrent_executions=5,
    architecture=lambda_.Architecture.ARM_64, ephemeral_storage_size=cdk.Size.mebibytes(1024),
    tracing=lambda_.Tracing.ACTIVE, dead_letter_queue_enabled=True, retry_attempts=1,
    max_event_age=cdk.Duration.hours(1), logging_format=lambda_.LoggingFormat.JSON,
    application_log_level_v2=lambda_.ApplicationLogLevel.DEBUG).add_environment("C", "d")""",
    ),
    "function-in-vpc": (
        f"""const vpc = new ec2.Vpc(stack, 'V', {{ maxAzs: 2, natGateways: 1 }});
        const role = new iam.Role(stack, 'R', {{ assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }});
        const group = new ec2.SecurityGroup(stack, 'G', {{ vpc }});
        new lambda_.Function(stack, 'A', {{ {_TS}, vpc }});
        new lambda_.Function(stack, 'B', {{ {_TS}, vpc, role, securityGroups: [group], tracing: lambda_.Tracing.PASS_THROUGH,
          vpcSubnets: {{ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }}, deadLetterTopic: new sns.Topic(stack, 'T'),
          logGroup: new logs.LogGroup(stack, 'L'), environmentEncryption: new kms.Key(stack, 'K'),
          initialPolicy: [new iam.PolicyStatement({{ actions: ['a:b'], resources: ['*'] }})] }});""",
        f"""vpc = ec2.Vpc(stack, "V", max_azs=2, nat_gateways=1)
role = iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
group = ec2.SecurityGroup(stack, "G", vpc=vpc)
lambda_.Function(stack, "A", {_PY}, vpc=vpc)
lambda_.Function(stack, "B", {_PY}, vpc=vpc, role=role, security_groups=[group], tracing=lambda_.Tracing.PASS_THROUGH,
    vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS), dead_letter_topic=sns.Topic(stack, "T"),
    log_group=logs.LogGroup(stack, "L"), environment_encryption=kms.Key(stack, "K"),
    initial_policy=[iam.PolicyStatement(actions=["a:b"], resources=["*"])])""",
    ),
    "function-extras": (
        f"""{_F_TS}
        const layer = new lambda_.LayerVersion(stack, 'Layer', {{ code: lambda_.Code.fromAsset('.'), layerVersionName: 'n',
          compatibleRuntimes: [lambda_.Runtime.PYTHON_3_12], license: 'MIT' }});
        layer.addPermission('x', {{ accountId: '111111111111' }});
        f.addLayers(layer);
        f.addFunctionUrl({{ authType: lambda_.FunctionUrlAuthType.NONE, cors: {{ allowedOrigins: ['*'] }} }});
        f.addToRolePolicy(new iam.PolicyStatement({{ actions: ['s3:GetObject'], resources: ['*'] }}));
        f.role!.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
        const alias = new lambda_.Alias(stack, 'Alias', {{ aliasName: 'live', version: f.currentVersion, provisionedConcurrentExecutions: 2 }});
        alias.addFunctionUrl();
        alias.addPermission('P', {{ principal: new iam.ServicePrincipal('events.amazonaws.com') }});
        f.addAlias('prod');
        f.addPermission('P', {{ principal: new iam.ServicePrincipal('events.amazonaws.com'), sourceArn: 'arn:x', sourceAccount: '1' }});
        f.configureAsyncInvoke({{ maxEventAge: cdk.Duration.hours(1), onFailure: new lambda_destinations.SqsDestination(new sqs.Queue(stack, 'Q')) }});""",
        f"""{_F_PY}
layer = lambda_.LayerVersion(stack, "Layer", code=lambda_.Code.from_asset("."), layer_version_name="n",
    compatible_runtimes=[lambda_.Runtime.PYTHON_3_12], license="MIT")
layer.add_permission("x", account_id="111111111111")
f.add_layers(layer)
f.add_function_url(auth_type=lambda_.FunctionUrlAuthType.NONE, cors=lambda_.FunctionUrlCorsOptions(allowed_origins=["*"]))
f.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=["*"]))
f.role.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name("ReadOnlyAccess"))
alias = lambda_.Alias(stack, "Alias", alias_name="live", version=f.current_version, provisioned_concurrent_executions=2)
alias.add_function_url()
alias.add_permission("P", principal=iam.ServicePrincipal("events.amazonaws.com"))
f.add_alias("prod")
f.add_permission("P", principal=iam.ServicePrincipal("events.amazonaws.com"), source_arn="arn:x", source_account="1")
f.configure_async_invoke(max_event_age=cdk.Duration.hours(1),
    on_failure=lambda_destinations.SqsDestination(sqs.Queue(stack, "Q")))""",
    ),
    "function-grants": (
        f"""{_F_TS}{_R_TS}
        f.grantInvoke(r);
        f.grantInvokeUrl(r);
        f.grantInvoke(new iam.ServicePrincipal('s3.amazonaws.com'));
        f.grantInvoke(new iam.ServicePrincipal('s3.amazonaws.com'));
        f.grantInvoke(new iam.AccountPrincipal('111111111111'));
        f.grantInvoke(new iam.ArnPrincipal('arn:aws:iam::111111111111:role/x'));
        f.grantInvoke(new iam.OrganizationPrincipal('o-1234567890'));
        lambda_.Function.fromFunctionName(stack, 'Other', 'y').grantInvoke(f);
        const same = lambda_.Function.fromFunctionAttributes(stack, 'Same', {{ functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:x', sameEnvironment: true }});
        same.addPermission('P', {{ principal: new iam.ServicePrincipal('events.amazonaws.com') }});""",
        f"""{_F_PY}{_R_PY}
f.grant_invoke(r)
f.grant_invoke_url(r)
f.grant_invoke(iam.ServicePrincipal("s3.amazonaws.com"))
f.grant_invoke(iam.ServicePrincipal("s3.amazonaws.com"))
f.grant_invoke(iam.AccountPrincipal("111111111111"))
f.grant_invoke(iam.ArnPrincipal("arn:aws:iam::111111111111:role/x"))
f.grant_invoke(iam.OrganizationPrincipal("o-1234567890"))
lambda_.Function.from_function_name(stack, "Other", "y").grant_invoke(f)
same = lambda_.Function.from_function_attributes(stack, "Same", function_arn="arn:aws:lambda:eu-west-1:123456789012:function:x", same_environment=True)
same.add_permission("P", principal=iam.ServicePrincipal("events.amazonaws.com"))""",
    ),
    "queues": (
        f"""{_R_TS}
        const key = new kms.Key(stack, 'K');
        const dead = new sqs.Queue(stack, 'Dead');
        const q = new sqs.Queue(stack, 'Q', {{ queueName: 'n', deadLetterQueue: {{ queue: dead, maxReceiveCount: 3 }},
          encryption: sqs.QueueEncryption.KMS, visibilityTimeout: cdk.Duration.minutes(5), retentionPeriod: cdk.Duration.days(1),
          receiveMessageWaitTime: cdk.Duration.seconds(20), deliveryDelay: cdk.Duration.seconds(3),
          dataKeyReuse: cdk.Duration.hours(1), enforceSSL: true, maxMessageSizeBytes: 2048, redriveAllowPolicy: {{ sourceQueues: [dead] }} }});
        new sqs.Queue(stack, 'Fifo', {{ encryptionMasterKey: key, fifo: true, contentBasedDeduplication: true,
          fifoThroughputLimit: sqs.FifoThroughputLimit.PER_QUEUE, deduplicationScope: sqs.DeduplicationScope.QUEUE }});
        new sqs.Queue(stack, 'Named', {{ encryption: sqs.QueueEncryption.KMS_MANAGED, queueName: 'x.fifo' }});
        new sqs.Queue(stack, 'Managed', {{ encryption: sqs.QueueEncryption.SQS_MANAGED, redriveAllowPolicy: {{ redrivePermission: sqs.RedrivePermission.DENY_ALL }} }});
        new sqs.Queue(stack, 'Plain', {{ encryption: sqs.QueueEncryption.UNENCRYPTED }});
        q.grantConsumeMessages(r);
        q.grantSendMessages(r);
        q.grantPurge(r);
        dead.grant(r, 'sqs:ListQueues');
        dead.grantSendMessages(new iam.ServicePrincipal('events.amazonaws.com'));
        q.grantSendMessages(new iam.ServicePrincipal('events.amazonaws.com'));
        const outside = sqs.Queue.fromQueueArn(stack, 'Outside', 'arn:aws:sqs:eu-west-1:123456789012:x');
        outside.grantSendMessages(r);
        outside.grantSendMessages(new iam.ServicePrincipal('events.amazonaws.com'));""",
        f"""{_R_PY}
key = kms.Key(stack, "K")
dead = sqs.Queue(stack, "Dead")
q = sqs.Queue(stack, "Q", queue_name="n", dead_letter_queue=sqs.DeadLetterQueue(queue=dead, max_receive_count=3),
    encryption=sqs.QueueEncryption.KMS, visibility_timeout=cdk.Duration.minutes(5), retention_period=cdk.Duration.days(1),
    receive_message_wait_time=cdk.Duration.seconds(20), delivery_delay=cdk.Duration.seconds(3),
    data_key_reuse=cdk.Duration.hours(1), enforce_ssl=True, max_message_size_bytes=2048,
    redrive_allow_policy=sqs.RedriveAllowPolicy(source_queues=[dead]))
sqs.Queue(stack, "Fifo", encryption_master_key=key, fifo=True, content_based_deduplication=True,
    fifo_throughput_limit=sqs.FifoThroughputLimit.PER_QUEUE, deduplication_scope=sqs.DeduplicationScope.QUEUE)
sqs.Queue(stack, "Named", encryption=sqs.QueueEncryption.KMS_MANAGED, queue_name="x.fifo")
sqs.Queue(stack, "Managed", encryption=sqs.QueueEncryption.SQS_MANAGED,
    redrive_allow_policy=sqs.RedriveAllowPolicy(redrive_permission=sqs.RedrivePermission.DENY_ALL))
sqs.Queue(stack, "Plain", encryption=sqs.QueueEncryption.UNENCRYPTED)
q.grant_consume_messages(r)
q.grant_send_messages(r)
q.grant_purge(r)
dead.grant(r, "sqs:ListQueues")
dead.grant_send_messages(iam.ServicePrincipal("events.amazonaws.com"))
q.grant_send_messages(iam.ServicePrincipal("events.amazonaws.com"))
outside = sqs.Queue.from_queue_arn(stack, "Outside", "arn:aws:sqs:eu-west-1:123456789012:x")
outside.grant_send_messages(r)
outside.grant_send_messages(iam.ServicePrincipal("events.amazonaws.com"))""",
    ),
    "topics": (
        f"""{_F_TS}{_R_TS}
        const key = new kms.Key(stack, 'K');
        const t = new sns.Topic(stack, 'T', {{ topicName: 'n', displayName: 'd', masterKey: key, enforceSSL: true,
          tracingConfig: sns.TracingConfig.ACTIVE, signatureVersion: '2' }});
        const fifo = new sns.Topic(stack, 'Fifo', {{ fifo: true, topicName: 'x', contentBasedDeduplication: true, messageRetentionPeriodInDays: 3 }});
        const q = new sqs.Queue(stack, 'Q', {{ encryptionMasterKey: new kms.Key(stack, 'QK') }});
        t.addSubscription(new subscriptions.SqsSubscription(q, {{ rawMessageDelivery: true,
          filterPolicy: {{ a: sns.SubscriptionFilter.stringFilter({{ allowlist: ['x'], denylist: ['y'] }}) }}, deadLetterQueue: new sqs.Queue(stack, 'DLQ') }}));
        t.addSubscription(new subscriptions.LambdaSubscription(f, {{
          filterPolicyWithMessageBody: {{ a: sns.FilterOrPolicy.filter(sns.SubscriptionFilter.existsFilter()) }} }}));
        t.addSubscription(new subscriptions.EmailSubscription('a@b.c', {{ json: true }}));
        t.addSubscription(new subscriptions.UrlSubscription('https://x.y'));
        t.addSubscription(new subscriptions.SmsSubscription('+1'));
        new sns.Subscription(stack, 'S', {{ topic: t, protocol: sns.SubscriptionProtocol.SQS, endpoint: q.queueArn }});
        t.grantPublish(r);
        t.grantSubscribe(r);
        t.grantPublish(new iam.ServicePrincipal('s3.amazonaws.com'));
        t.addToResourcePolicy(new iam.PolicyStatement({{ sid: 'Any', actions: ['sns:Publish'], resources: ['*'], principals: [new iam.AnyPrincipal()] }}));
        const outside = sns.Topic.fromTopicArn(stack, 'Outside', 'arn:aws:sns:eu-west-1:123456789012:x');
        outside.addSubscription(new subscriptions.SqsSubscription(q));
        outside.grantPublish(r);
        const policy = new sns.TopicPolicy(stack, 'Policy', {{ topics: [fifo] }});
        policy.document.addStatements(new iam.PolicyStatement({{ sid: 'X', actions: ['sns:Publish'], resources: [fifo.topicArn], principals: [new iam.ServicePrincipal('x.amazonaws.com')] }}));""",
        f"""{_F_PY}{_R_PY}
key = kms.Key(stack, "K")
t = sns.Topic(stack, "T", topic_name="n", display_name="d", master_key=key, enforce_ssl=True,
    tracing_config=sns.TracingConfig.ACTIVE, signature_version="2")
fifo = sns.Topic(stack, "Fifo", fifo=True, topic_name="x", content_based_deduplication=True, message_retention_period_in_days=3)
q = sqs.Queue(stack, "Q", encryption_master_key=kms.Key(stack, "QK"))
t.add_subscription(subscriptions.SqsSubscription(q, raw_message_delivery=True,
    filter_policy={{"a": sns.SubscriptionFilter.string_filter(allowlist=["x"], denylist=["y"])}}, dead_letter_queue=sqs.Queue(stack, "DLQ")))
t.add_subscription(subscriptions.LambdaSubscription(f,
    filter_policy_with_message_body={{"a": sns.FilterOrPolicy.filter(sns.SubscriptionFilter.exists_filter())}}))
t.add_subscription(subscriptions.EmailSubscription("a@b.c", json=True))
t.add_subscription(subscriptions.UrlSubscription("https://x.y"))
t.add_subscription(subscriptions.SmsSubscription("+1"))
sns.Subscription(stack, "S", topic=t, protocol=sns.SubscriptionProtocol.SQS, endpoint=q.queue_arn)
t.grant_publish(r)
t.grant_subscribe(r)
t.grant_publish(iam.ServicePrincipal("s3.amazonaws.com"))
t.add_to_resource_policy(iam.PolicyStatement(sid="Any", actions=["sns:Publish"], resources=["*"], principals=[iam.AnyPrincipal()]))
outside = sns.Topic.from_topic_arn(stack, "Outside", "arn:aws:sns:eu-west-1:123456789012:x")
outside.add_subscription(subscriptions.SqsSubscription(q))
outside.grant_publish(r)
policy = sns.TopicPolicy(stack, "Policy", topics=[fifo])
policy.document.add_statements(iam.PolicyStatement(sid="X", actions=["sns:Publish"], resources=[fifo.topic_arn],
    principals=[iam.ServicePrincipal("x.amazonaws.com")]))""",
    ),
    "sources": (
        f"""{_F_TS}
        const q = new sqs.Queue(stack, 'Q', {{ encryptionMasterKey: new kms.Key(stack, 'K') }});
        f.addEventSource(new sources.SqsEventSource(q, {{ batchSize: 5, maxBatchingWindow: cdk.Duration.seconds(5), reportBatchItemFailures: true,
          maxConcurrency: 3, filters: [lambda_.FilterCriteria.filter({{ body: {{ a: lambda_.FilterRule.isEqual('x') }} }})] }}));
        const table = new dynamodb.Table(stack, 'Table', {{ partitionKey: {{ name: 'id', type: dynamodb.AttributeType.STRING }}, stream: dynamodb.StreamViewType.NEW_IMAGE }});
        f.addEventSource(new sources.DynamoEventSource(table, {{ startingPosition: lambda_.StartingPosition.TRIM_HORIZON, bisectBatchOnError: true,
          retryAttempts: 2, onFailure: new sources.SqsDlq(q), parallelizationFactor: 2, maxRecordAge: cdk.Duration.hours(1) }}));
        f.addEventSource(new sources.SnsEventSource(new sns.Topic(stack, 'T')));
        f.addEventSource(new sources.ManagedKafkaEventSource({{ clusterArn: 'arn:aws:kafka:eu-west-1:1:cluster/x', topic: 't', startingPosition: lambda_.StartingPosition.LATEST }}));
        f.addEventSourceMapping('M', {{ eventSourceArn: q.queueArn }});
        new lambda_.EventSourceMapping(stack, 'Own', {{ target: f, eventSourceArn: q.queueArn, enabled: false }});""",
        f"""{_F_PY}
q = sqs.Queue(stack, "Q", encryption_master_key=kms.Key(stack, "K"))
f.add_event_source(sources.SqsEventSource(q, batch_size=5, max_batching_window=cdk.Duration.seconds(5), report_batch_item_failures=True,
    max_concurrency=3, filters=[lambda_.FilterCriteria.filter({{"body": {{"a": lambda_.FilterRule.is_equal("x")}}}})]))
table = dynamodb.Table(stack, "Table", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING), stream=dynamodb.StreamViewType.NEW_IMAGE)
f.add_event_source(sources.DynamoEventSource(table, starting_position=lambda_.StartingPosition.TRIM_HORIZON, bisect_batch_on_error=True,
    retry_attempts=2, on_failure=sources.SqsDlq(q), parallelization_factor=2, max_record_age=cdk.Duration.hours(1)))
f.add_event_source(sources.SnsEventSource(sns.Topic(stack, "T")))
f.add_event_source(sources.ManagedKafkaEventSource(cluster_arn="arn:aws:kafka:eu-west-1:1:cluster/x", topic="t", starting_position=lambda_.StartingPosition.LATEST))
f.add_event_source_mapping("M", event_source_arn=q.queue_arn)
lambda_.EventSourceMapping(stack, "Own", target=f, event_source_arn=q.queue_arn, enabled=False)""",
    ),
    "notifications": (
        f"""{_F_TS}
        const q = new sqs.Queue(stack, 'Q', {{ encryptionMasterKey: new kms.Key(stack, 'K') }});
        const b = new s3.Bucket(stack, 'B');
        b.addEventNotification(s3.EventType.OBJECT_CREATED, new s3_notifications.LambdaDestination(f), {{ prefix: 'a/' }}, {{ suffix: '.y' }});
        b.addObjectCreatedNotification(new s3_notifications.SqsDestination(q));
        b.addObjectRemovedNotification(new s3_notifications.SnsDestination(new sns.Topic(stack, 'T')));
        b.addEventNotification(s3.EventType.OBJECT_RESTORE_POST, new s3_notifications.LambdaDestination(f));
        f.addEventSource(new sources.S3EventSource(new s3.Bucket(stack, 'C'), {{ events: [s3.EventType.OBJECT_CREATED], filters: [{{ prefix: 'a/' }}] }}));""",
        f"""{_F_PY}
q = sqs.Queue(stack, "Q", encryption_master_key=kms.Key(stack, "K"))
b = s3.Bucket(stack, "B")
b.add_event_notification(s3.EventType.OBJECT_CREATED, s3_notifications.LambdaDestination(f), s3.NotificationKeyFilter(prefix="a/"), s3.NotificationKeyFilter(suffix=".y"))
b.add_object_created_notification(s3_notifications.SqsDestination(q))
b.add_object_removed_notification(s3_notifications.SnsDestination(sns.Topic(stack, "T")))
b.add_event_notification(s3.EventType.OBJECT_RESTORE_POST, s3_notifications.LambdaDestination(f))
f.add_event_source(sources.S3EventSource(s3.Bucket(stack, "C"), events=[s3.EventType.OBJECT_CREATED], filters=[s3.NotificationKeyFilter(prefix="a/")]))""",
    ),
    "log-retention": (
        f"new lambda_.Function(stack, 'F', {{ {_TS}, logRetention: logs.RetentionDays.ONE_WEEK }});",
        f'lambda_.Function(stack, "F", {_PY}, log_retention=logs.RetentionDays.ONE_WEEK)',
    ),
}


def test_typescript_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "typescript", tmp_path) == {}


def test_python_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "python", tmp_path) == {}
