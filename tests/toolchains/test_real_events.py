"""Events, schedules and workflows are what the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from realness import differences

_TS = "runtime: lambda_.Runtime.PYTHON_3_12, handler: 'a.b', code: lambda_.Code.fromInline('x')"
_PY = 'runtime=lambda_.Runtime.PYTHON_3_12, handler="a.b", code=lambda_.Code.from_inline("x")'
_F_TS = f"const f = new lambda_.Function(stack, 'F', {{ {_TS} }});\n"
_F_PY = f'f = lambda_.Function(stack, "F", {_PY})\n'

_CASES = {
    "rules": (
        f"""{_F_TS}
        const q = new sqs.Queue(stack, 'Q');
        const rate = new events.Rule(stack, 'Rate', {{ ruleName: 'n', description: 'd', enabled: false,
          schedule: events.Schedule.rate(cdk.Duration.minutes(60)),
          targets: [new targets.LambdaFunction(f, {{ deadLetterQueue: new sqs.Queue(stack, 'DL'), retryAttempts: 2,
            maxEventAge: cdk.Duration.hours(2), event: events.RuleTargetInput.fromObject({{ aB: 'b' }}) }})] }});
        rate.addTarget(new targets.LambdaFunction(f));
        const bus = new events.EventBus(stack, 'Bus', {{ eventBusName: 'bb' }});
        const rule = new events.Rule(stack, 'Rule', {{ eventBus: bus, eventPattern: {{ source: ['x'], detailType: events.Match.prefix('y'), detail: {{ aB: ['b'] }} }} }});
        rule.addTarget(new targets.SqsQueue(q, {{ message: events.RuleTargetInput.fromText('hi') }}));
        rule.addTarget(new targets.SqsQueue(new sqs.Queue(stack, 'K', {{ encryption: sqs.QueueEncryption.KMS }})));
        rule.addTarget(new targets.SnsTopic(new sns.Topic(stack, 'T')));
        rule.addEventPattern({{ account: ['1'] }});
        const cron = new events.Rule(stack, 'Cron', {{ schedule: events.Schedule.cron({{ minute: '0', hour: '4', weekDay: 'MON' }}) }});
        cron.addTarget(new targets.SfnStateMachine(new sfn.StateMachine(stack, 'SM', {{ definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'P')) }})));
        cron.addTarget(new targets.EventBus(bus));
        cron.addTarget(new targets.EventBus(events.EventBus.fromEventBusName(stack, 'Other', 'o')));
        bus.addToResourcePolicy(new iam.PolicyStatement({{ sid: 's', actions: ['events:PutEvents'], principals: [new iam.AccountPrincipal('111111111111')], resources: [bus.eventBusArn] }}));
        bus.archive('Archive', {{ eventPattern: {{ account: ['1'] }}, retention: cdk.Duration.days(3), archiveName: 'an' }});
        bus.grantPutEventsTo(f);
        events.EventBus.grantAllPutEvents(f);""",
        f"""{_F_PY}
q = sqs.Queue(stack, "Q")
rate = events.Rule(stack, "Rate", rule_name="n", description="d", enabled=False,
    schedule=events.Schedule.rate(cdk.Duration.minutes(60)),
    targets=[targets.LambdaFunction(f, dead_letter_queue=sqs.Queue(stack, "DL"), retry_attempts=2,
        max_event_age=cdk.Duration.hours(2), event=events.RuleTargetInput.from_object({{"aB": "b"}}))])
rate.add_target(targets.LambdaFunction(f))
bus = events.EventBus(stack, "Bus", event_bus_name="bb")
rule = events.Rule(stack, "Rule", event_bus=bus,
    event_pattern=events.EventPattern(source=["x"], detail_type=events.Match.prefix("y"), detail={{"aB": ["b"]}}))
rule.add_target(targets.SqsQueue(q, message=events.RuleTargetInput.from_text("hi")))
rule.add_target(targets.SqsQueue(sqs.Queue(stack, "K", encryption=sqs.QueueEncryption.KMS)))
rule.add_target(targets.SnsTopic(sns.Topic(stack, "T")))
rule.add_event_pattern(account=["1"])
cron = events.Rule(stack, "Cron", schedule=events.Schedule.cron(minute="0", hour="4", week_day="MON"))
cron.add_target(targets.SfnStateMachine(sfn.StateMachine(stack, "SM", definition_body=sfn.DefinitionBody.from_chainable(sfn.Pass(stack, "P")))))
cron.add_target(targets.EventBus(bus))
cron.add_target(targets.EventBus(events.EventBus.from_event_bus_name(stack, "Other", "o")))
bus.add_to_resource_policy(iam.PolicyStatement(sid="s", actions=["events:PutEvents"], principals=[iam.AccountPrincipal("111111111111")],
    resources=[bus.event_bus_arn]))
bus.archive("Archive", event_pattern=events.EventPattern(account=["1"]), retention=cdk.Duration.days(3), archive_name="an")
bus.grant_put_events_to(f)
events.EventBus.grant_all_put_events(f)""",
    ),
    "schedules": (
        f"""{_F_TS}
        const q = new sqs.Queue(stack, 'Q');
        new scheduler.Schedule(stack, 'A', {{ schedule: scheduler.ScheduleExpression.rate(cdk.Duration.minutes(5)), description: 'd', scheduleName: 'n',
          enabled: false, timeWindow: scheduler.TimeWindow.flexible(cdk.Duration.minutes(3)),
          target: new scheduler_targets.LambdaInvoke(f, {{ input: scheduler.ScheduleTargetInput.fromObject({{ aB: 'b' }}), deadLetterQueue: q,
            retryAttempts: 3, maxEventAge: cdk.Duration.hours(1) }}) }});
        new scheduler.Schedule(stack, 'B', {{ scheduleGroup: new scheduler.ScheduleGroup(stack, 'G', {{ scheduleGroupName: 'gg' }}),
          schedule: scheduler.ScheduleExpression.cron({{ minute: '0', timeZone: cdk.TimeZone.EUROPE_PARIS }}), target: new scheduler_targets.SqsSendMessage(q) }});
        new scheduler.Schedule(stack, 'C', {{ schedule: scheduler.ScheduleExpression.expression('rate(1 day)'), key: new kms.Key(stack, 'K'),
          target: new scheduler_targets.Universal({{ service: 'rds', action: 'stopDBCluster', input: scheduler.ScheduleTargetInput.fromObject({{ x: 1 }}),
            policyStatements: [new iam.PolicyStatement({{ actions: ['rds:StopDBCluster'], resources: ['*'] }})] }}) }});
        new scheduler.Schedule(stack, 'D', {{ schedule: scheduler.ScheduleExpression.expression('rate(1 day)'), target: new scheduler_targets.LambdaInvoke(f) }});
        new scheduler.Schedule(stack, 'E', {{ schedule: scheduler.ScheduleExpression.expression('rate(1 day)'),
          target: new scheduler_targets.SnsPublish(new sns.Topic(stack, 'T'), {{ role: new iam.Role(stack, 'R', {{ assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') }}) }}) }});""",
        f"""{_F_PY}
q = sqs.Queue(stack, "Q")
scheduler.Schedule(stack, "A", schedule=scheduler.ScheduleExpression.rate(cdk.Duration.minutes(5)), description="d", schedule_name="n",
    enabled=False, time_window=scheduler.TimeWindow.flexible(cdk.Duration.minutes(3)),
    target=scheduler_targets.LambdaInvoke(f, input=scheduler.ScheduleTargetInput.from_object({{"aB": "b"}}), dead_letter_queue=q,
        retry_attempts=3, max_event_age=cdk.Duration.hours(1)))
scheduler.Schedule(stack, "B", schedule_group=scheduler.ScheduleGroup(stack, "G", schedule_group_name="gg"),
    schedule=scheduler.ScheduleExpression.cron(minute="0", time_zone=cdk.TimeZone.EUROPE_PARIS), target=scheduler_targets.SqsSendMessage(q))
scheduler.Schedule(stack, "C", schedule=scheduler.ScheduleExpression.expression("rate(1 day)"), key=kms.Key(stack, "K"),
    target=scheduler_targets.Universal(service="rds", action="stopDBCluster", input=scheduler.ScheduleTargetInput.from_object({{"x": 1}}),
        policy_statements=[iam.PolicyStatement(actions=["rds:StopDBCluster"], resources=["*"])]))
scheduler.Schedule(stack, "D", schedule=scheduler.ScheduleExpression.expression("rate(1 day)"), target=scheduler_targets.LambdaInvoke(f))
scheduler.Schedule(stack, "E", schedule=scheduler.ScheduleExpression.expression("rate(1 day)"),
    target=scheduler_targets.SnsPublish(sns.Topic(stack, "T"), role=iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com"))))""",
    ),
    "workflows": (
        f"""{_F_TS}
        const q = new sqs.Queue(stack, 'Q');
        const table = new dynamodb.Table(stack, 'Table', {{ partitionKey: {{ name: 'id', type: dynamodb.AttributeType.STRING }} }});
        const a = new tasks.LambdaInvoke(stack, 'A', {{ lambdaFunction: f }});
        const b = new tasks.SqsSendMessage(stack, 'B', {{ queue: q, messageBody: sfn.TaskInput.fromText('x') }});
        const c = new tasks.SnsPublish(stack, 'C', {{ topic: new sns.Topic(stack, 'T'), message: sfn.TaskInput.fromText('x') }});
        const d = new tasks.DynamoPutItem(stack, 'D', {{ table, item: {{ id: tasks.DynamoAttributeValue.fromString('x') }} }});
        const e = new tasks.EventBridgePutEvents(stack, 'E', {{ entries: [{{ detail: sfn.TaskInput.fromText('x'), detailType: 'd', source: 's' }}] }});
        const g = new tasks.CallAwsService(stack, 'G', {{ service: 's3', action: 'getObject', iamResources: ['*'] }});
        const choice = new sfn.Choice(stack, 'Choice').when(sfn.Condition.stringEquals('$.x', 'y'), c.next(d))
          .otherwise(new sfn.Parallel(stack, 'Par').branch(e).branch(g));
        const m = new sfn.StateMachine(stack, 'SM', {{ stateMachineName: 'n', stateMachineType: sfn.StateMachineType.EXPRESS,
          definitionBody: sfn.DefinitionBody.fromChainable(a.next(b).next(choice)), timeout: cdk.Duration.minutes(5), tracingEnabled: true,
          logs: {{ destination: new logs.LogGroup(stack, 'L'), level: sfn.LogLevel.ALL, includeExecutionData: true }} }});
        m.grantStartExecution(f);
        m.grantRead(f);
        m.grantTaskResponse(f);
        m.addToRolePolicy(new iam.PolicyStatement({{ actions: ['x:y'], resources: ['*'] }}));
        new sfn.StateMachine(stack, 'Map', {{ role: new iam.Role(stack, 'R', {{ assumedBy: new iam.ServicePrincipal('states.amazonaws.com') }}),
          definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Map(stack, 'M').itemProcessor(new tasks.LambdaInvoke(stack, 'AA', {{ lambdaFunction: f }}))) }});
        new sfn.StateMachine(stack, 'Text', {{ definitionBody: sfn.DefinitionBody.fromString('{{"StartAt":"x"}}') }}).grantStartSyncExecution(f);
        new sfn.Activity(stack, 'Act', {{ activityName: 'aa' }});""",
        f"""{_F_PY}
q = sqs.Queue(stack, "Q")
table = dynamodb.Table(stack, "Table", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING))
a = tasks.LambdaInvoke(stack, "A", lambda_function=f)
b = tasks.SqsSendMessage(stack, "B", queue=q, message_body=sfn.TaskInput.from_text("x"))
c = tasks.SnsPublish(stack, "C", topic=sns.Topic(stack, "T"), message=sfn.TaskInput.from_text("x"))
d = tasks.DynamoPutItem(stack, "D", table=table, item={{"id": tasks.DynamoAttributeValue.from_string("x")}})
e = tasks.EventBridgePutEvents(stack, "E", entries=[tasks.EventBridgePutEventsEntry(detail=sfn.TaskInput.from_text("x"), detail_type="d", source="s")])
g = tasks.CallAwsService(stack, "G", service="s3", action="getObject", iam_resources=["*"])
choice = (sfn.Choice(stack, "Choice").when(sfn.Condition.string_equals("$.x", "y"), c.next(d))
    .otherwise(sfn.Parallel(stack, "Par").branch(e).branch(g)))
m = sfn.StateMachine(stack, "SM", state_machine_name="n", state_machine_type=sfn.StateMachineType.EXPRESS,
    definition_body=sfn.DefinitionBody.from_chainable(a.next(b).next(choice)), timeout=cdk.Duration.minutes(5), tracing_enabled=True,
    logs=sfn.LogOptions(destination=logs.LogGroup(stack, "L"), level=sfn.LogLevel.ALL, include_execution_data=True))
m.grant_start_execution(f)
m.grant_read(f)
m.grant_task_response(f)
m.add_to_role_policy(iam.PolicyStatement(actions=["x:y"], resources=["*"]))
sfn.StateMachine(stack, "Map", role=iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("states.amazonaws.com")),
    definition_body=sfn.DefinitionBody.from_chainable(sfn.Map(stack, "M").item_processor(tasks.LambdaInvoke(stack, "AA", lambda_function=f))))
sfn.StateMachine(stack, "Text", definition_body=sfn.DefinitionBody.from_string('{{"StartAt":"x"}}')).grant_start_sync_execution(f)
sfn.Activity(stack, "Act", activity_name="aa")""",
    ),
    "tasks": (
        """
        const cluster = new ecs.Cluster(stack, 'C', { vpc: new ec2.Vpc(stack, 'V', { maxAzs: 2 }) });
        const task = new ecs.FargateTaskDefinition(stack, 'T');
        task.addContainer('c', { image: ecs.ContainerImage.fromRegistry('x') });
        const target = new targets.EcsTask({ cluster, taskDefinition: task, taskCount: 2, retryAttempts: 3,
          deadLetterQueue: new sqs.Queue(stack, 'Q') });
        new events.Rule(stack, 'R', { schedule: events.Schedule.rate(cdk.Duration.hours(1)), targets: [target] });
        const rule = new events.Rule(stack, 'S', { schedule: events.Schedule.cron({ minute: '0' }) });
        rule.addTarget(new targets.EcsTask({ cluster, taskDefinition: task, subnetSelection: { subnetType: ec2.SubnetType.PUBLIC },
          assignPublicIp: true }));""",
        """
cluster = ecs.Cluster(stack, "C", vpc=ec2.Vpc(stack, "V", max_azs=2))
task = ecs.FargateTaskDefinition(stack, "T")
task.add_container("c", image=ecs.ContainerImage.from_registry("x"))
target = targets.EcsTask(cluster=cluster, task_definition=task, task_count=2, retry_attempts=3, dead_letter_queue=sqs.Queue(stack, "Q"))
events.Rule(stack, "R", schedule=events.Schedule.rate(cdk.Duration.hours(1)), targets=[target])
rule = events.Rule(stack, "S", schedule=events.Schedule.cron(minute="0"))
rule.add_target(targets.EcsTask(cluster=cluster, task_definition=task, assign_public_ip=True,
    subnet_selection=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC)))""",
    ),
}


def test_typescript_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "typescript", tmp_path) == {}


def test_python_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "python", tmp_path) == {}
