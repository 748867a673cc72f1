"""Logs, metrics and alarms of CDK programs are those which the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "alarms": (
        """const topic = new sns.Topic(stack, 'T');
        const queue = new sqs.Queue(stack, 'Q');
        const table = new dynamodb.Table(stack, 'Tab', { partitionKey: { name: 'p', type: dynamodb.AttributeType.STRING } });
        const fn = new lambda_.Function(stack, 'F', { runtime: lambda_.Runtime.NODEJS_20_X, handler: 'i.h', code: lambda_.Code.fromInline('x') });
        const a = new cw.Alarm(stack, 'A', { metric: new cw.Metric({ namespace: 'N', metricName: 'M', dimensionsMap: { B: 'b', A: 'a' }, statistic: 'sum',
          period: cdk.Duration.minutes(1) }), threshold: 5, evaluationPeriods: 2, datapointsToAlarm: 1, alarmName: 'name', alarmDescription: 'desc',
          comparisonOperator: cw.ComparisonOperator.LESS_THAN_THRESHOLD, treatMissingData: cw.TreatMissingData.BREACHING, actionsEnabled: true });
        a.addAlarmAction(new cw_actions.SnsAction(topic), new cw_actions.LambdaAction(fn));
        a.addOkAction(new cw_actions.SnsAction(topic));
        a.addInsufficientDataAction(new cw_actions.Ec2Action(cw_actions.Ec2InstanceAction.REBOOT), new cw_actions.SsmAction(cw_actions.OpsItemSeverity.HIGH, cw_actions.OpsItemCategory.COST));
        const b = fn.metricErrors({ period: cdk.Duration.minutes(10), statistic: 'p99' }).createAlarm(stack, 'B', { threshold: 1, evaluationPeriods: 1 });
        new cw.Alarm(stack, 'C', { metric: queue.metricApproximateNumberOfMessagesVisible({ label: 'l' }), threshold: 0.5, evaluationPeriods: 1 });
        new cw.Alarm(stack, 'D', { metric: new cw.MathExpression({ expression: 'e1 / m2', usingMetrics: {
          e1: new cw.MathExpression({ expression: 'm1 * 2', usingMetrics: { m1: queue.metricNumberOfMessagesSent() } }), m2: table.metricConsumedReadCapacityUnits() },
          label: 'lab', period: cdk.Duration.minutes(1) }), threshold: 1, evaluationPeriods: 3 });
        new cw.Alarm(stack, 'E', { metric: table.metricThrottledRequestsForOperations({ operations: [dynamodb.Operation.GET_ITEM] }), threshold: 1, evaluationPeriods: 1 });
        new cw.Alarm(stack, 'F2', { metric: table.metric('Custom', { statistic: cw.Stats.percentile(90) }), threshold: 1, evaluationPeriods: 1 });
        new cw.Alarm(stack, 'G', { metric: topic.metricNumberOfMessagesPublished().with({ period: cdk.Duration.hours(1), statistic: 'Maximum' }), threshold: 1, evaluationPeriods: 1 });
        new cw.AnomalyDetectionAlarm(stack, 'H', { metric: queue.metricNumberOfMessagesReceived(), stdDevs: 3, evaluationPeriods: 1 });
        const composite = new cw.CompositeAlarm(stack, 'I', { compositeAlarmName: 'comp', alarmRule: cw.AlarmRule.anyOf(a, cw.AlarmRule.not(b),
          cw.AlarmRule.fromAlarm(b, cw.AlarmState.OK), cw.AlarmRule.allOf(cw.AlarmRule.fromBoolean(true), a)), actionsSuppressor: b });
        composite.addAlarmAction(new cw_actions.SnsAction(topic));
        new cw.Dashboard(stack, 'J', { dashboardName: 'dash' }).addWidgets(new cw.AlarmWidget({ title: 't', alarm: a }));
        new cw.Alarm(stack, 'K', { metric: lambda_.Function.metricAllErrors(), threshold: 1, evaluationPeriods: 1 });""",
        """topic = sns.Topic(stack, "T")
queue = sqs.Queue(stack, "Q")
table = dynamodb.Table(stack, "Tab", partition_key=dynamodb.Attribute(name="p", type=dynamodb.AttributeType.STRING))
fn = lambda_.Function(stack, "F", runtime=lambda_.Runtime.NODEJS_20_X, handler="i.h", code=lambda_.Code.from_inline("x"))
a = cw.Alarm(stack, "A", metric=cw.Metric(namespace="N", metric_name="M", dimensions_map={"B": "b", "A": "a"}, statistic="sum",
    period=cdk.Duration.minutes(1)), threshold=5, evaluation_periods=2, datapoints_to_alarm=1, alarm_name="name", alarm_description="desc",
    comparison_operator=cw.ComparisonOperator.LESS_THAN_THRESHOLD, treat_missing_data=cw.TreatMissingData.BREACHING, actions_enabled=True)
a.add_alarm_action(cw_actions.SnsAction(topic), cw_actions.LambdaAction(fn))
a.add_ok_action(cw_actions.SnsAction(topic))
a.add_insufficient_data_action(cw_actions.Ec2Action(cw_actions.Ec2InstanceAction.REBOOT), cw_actions.SsmAction(cw_actions.OpsItemSeverity.HIGH, cw_actions.OpsItemCategory.COST))
b = fn.metric_errors(period=cdk.Duration.minutes(10), statistic="p99").create_alarm(stack, "B", threshold=1, evaluation_periods=1)
cw.Alarm(stack, "C", metric=queue.metric_approximate_number_of_messages_visible(label="l"), threshold=0.5, evaluation_periods=1)
cw.Alarm(stack, "D", metric=cw.MathExpression(expression="e1 / m2", using_metrics={
    "e1": cw.MathExpression(expression="m1 * 2", using_metrics={"m1": queue.metric_number_of_messages_sent()}), "m2": table.metric_consumed_read_capacity_units()},
    label="lab", period=cdk.Duration.minutes(1)), threshold=1, evaluation_periods=3)
cw.Alarm(stack, "E", metric=table.metric_throttled_requests_for_operations(operations=[dynamodb.Operation.GET_ITEM]), threshold=1, evaluation_periods=1)
cw.Alarm(stack, "F2", metric=table.metric("Custom", statistic=cw.Stats.percentile(90)), threshold=1, evaluation_periods=1)
cw.Alarm(stack, "G", metric=topic.metric_number_of_messages_published().with_(period=cdk.Duration.hours(1), statistic="Maximum"), threshold=1, evaluation_periods=1)
cw.AnomalyDetectionAlarm(stack, "H", metric=queue.metric_number_of_messages_received(), std_devs=3, evaluation_periods=1)
composite = cw.CompositeAlarm(stack, "I", composite_alarm_name="comp", alarm_rule=cw.AlarmRule.any_of(a, cw.AlarmRule.not_(b),
    cw.AlarmRule.from_alarm(b, cw.AlarmState.OK), cw.AlarmRule.all_of(cw.AlarmRule.from_boolean(True), a)), actions_suppressor=b)
composite.add_alarm_action(cw_actions.SnsAction(topic))
cw.Dashboard(stack, "J", dashboard_name="dash").add_widgets(cw.AlarmWidget(title="t", alarm=a))
cw.Alarm(stack, "K", metric=lambda_.Function.metric_all_errors(), threshold=1, evaluation_periods=1)""",
    ),
    "logs": (
        """const key = new kms.Key(stack, 'Key');
        const group = new logs.LogGroup(stack, 'L', { logGroupName: 'g', retention: logs.RetentionDays.ONE_WEEK, encryptionKey: key, logGroupClass: logs.LogGroupClass.STANDARD });
        const forever = new logs.LogGroup(stack, 'Forever', { retention: logs.RetentionDays.INFINITE });
        const fn = new lambda_.Function(stack, 'F', { runtime: lambda_.Runtime.NODEJS_20_X, handler: 'i.h', code: lambda_.Code.fromInline('x') });
        const stream = new kinesis.Stream(stack, 'S');
        const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
        group.grantWrite(role);
        forever.grantWrite(new iam.ServicePrincipal('es.amazonaws.com'));
        forever.addToResourcePolicy(new iam.PolicyStatement({ actions: ['logs:PutLogEvents'], principals: [new iam.ServicePrincipal('vpc.amazonaws.com')], resources: ['*'] }));
        group.addStream('St', { logStreamName: 'st' });
        new logs.LogStream(stack, 'St2', { logGroup: forever });
        group.addSubscriptionFilter('Sub', { destination: new logs_destinations.LambdaDestination(fn), filterPattern: logs.FilterPattern.allTerms('ERROR', 'x"y'), filterName: 'fname' });
        new logs.SubscriptionFilter(stack, 'Sub2', { logGroup: forever, destination: new logs_destinations.KinesisDestination(stream), filterPattern: logs.FilterPattern.allEvents(), distribution: logs.Distribution.RANDOM });
        const filter = group.addMetricFilter('MF', { metricNamespace: 'N', metricName: 'M', filterPattern: logs.FilterPattern.literal('[ip]'), metricValue: '$x', defaultValue: 0, unit: cw.Unit.BYTES, dimensions: { D: '$.d' } });
        filter.metric({ statistic: 'Sum' }).createAlarm(stack, 'Al', { threshold: 1, evaluationPeriods: 1 });
        new logs.MetricFilter(stack, 'MF2', { logGroup: group, metricNamespace: 'N', metricName: 'M2',
          filterPattern: logs.FilterPattern.all(logs.FilterPattern.exists('$.a'), logs.FilterPattern.stringValue('$.b', '=', 'c'), logs.FilterPattern.numberValue('$.n', '>', 5), logs.FilterPattern.booleanValue('$.t', true)) });
        new logs.MetricFilter(stack, 'MF3', { logGroup: group, metricNamespace: 'N', metricName: 'M3', filterPattern: logs.FilterPattern.anyTerm('a', 'b') });
        group.extractMetric('$.latency', 'Ns', 'Latency').createAlarm(stack, 'Al2', { threshold: 1, evaluationPeriods: 1 });
        new logs.ResourcePolicy(stack, 'RP', { resourcePolicyName: 'rp', policyStatements: [new iam.PolicyStatement({ actions: ['logs:PutLogEvents'], principals: [new iam.ServicePrincipal('es.amazonaws.com')], resources: [group.logGroupArn] })] });
        new logs.QueryDefinition(stack, 'QD', { queryDefinitionName: 'qd', queryString: new logs.QueryString({ fields: ['@timestamp', '@message'], filterStatements: ['a = 1', 'b = 2'], sort: '@timestamp desc', limit: 20 }), logGroups: [group] });
        new logs.LogRetention(stack, 'LR', { logGroupName: '/aws/x', retention: logs.RetentionDays.ONE_DAY });
        new logs.CrossAccountDestination(stack, 'CAD', { role, targetArn: stream.streamArn, destinationName: 'cad' }).addToPolicy(new iam.PolicyStatement({ actions: ['logs:PutSubscriptionFilter'], principals: [new iam.AccountPrincipal('111111111111')], resources: ['*'] }));""",
        """key = kms.Key(stack, "Key")
group = logs.LogGroup(stack, "L", log_group_name="g", retention=logs.RetentionDays.ONE_WEEK, encryption_key=key, log_group_class=logs.LogGroupClass.STANDARD)
forever = logs.LogGroup(stack, "Forever", retention=logs.RetentionDays.INFINITE)
fn = lambda_.Function(stack, "F", runtime=lambda_.Runtime.NODEJS_20_X, handler="i.h", code=lambda_.Code.from_inline("x"))
stream = kinesis.Stream(stack, "S")
role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
group.grant_write(role)
forever.grant_write(iam.ServicePrincipal("es.amazonaws.com"))
forever.add_to_resource_policy(iam.PolicyStatement(actions=["logs:PutLogEvents"], principals=[iam.ServicePrincipal("vpc.amazonaws.com")], resources=["*"]))
group.add_stream("St", log_stream_name="st")
logs.LogStream(stack, "St2", log_group=forever)
group.add_subscription_filter("Sub", destination=logs_destinations.LambdaDestination(fn), filter_pattern=logs.FilterPattern.all_terms("ERROR", 'x"y'), filter_name="fname")
logs.SubscriptionFilter(stack, "Sub2", log_group=forever, destination=logs_destinations.KinesisDestination(stream), filter_pattern=logs.FilterPattern.all_events(), distribution=logs.Distribution.RANDOM)
filter = group.add_metric_filter("MF", metric_namespace="N", metric_name="M", filter_pattern=logs.FilterPattern.literal("[ip]"), metric_value="$x", default_value=0, unit=cw.Unit.BYTES, dimensions={"D": "$.d"})
filter.metric(statistic="Sum").create_alarm(stack, "Al", threshold=1, evaluation_periods=1)
logs.MetricFilter(stack, "MF2", log_group=group, metric_namespace="N", metric_name="M2",
    filter_pattern=logs.FilterPattern.all(logs.FilterPattern.exists("$.a"), logs.FilterPattern.string_value("$.b", "=", "c"), logs.FilterPattern.number_value("$.n", ">", 5), logs.FilterPattern.boolean_value("$.t", True)))
logs.MetricFilter(stack, "MF3", log_group=group, metric_namespace="N", metric_name="M3", filter_pattern=logs.FilterPattern.any_term("a", "b"))
group.extract_metric("$.latency", "Ns", "Latency").create_alarm(stack, "Al2", threshold=1, evaluation_periods=1)
logs.ResourcePolicy(stack, "RP", resource_policy_name="rp", policy_statements=[iam.PolicyStatement(actions=["logs:PutLogEvents"], principals=[iam.ServicePrincipal("es.amazonaws.com")], resources=[group.log_group_arn])])
logs.QueryDefinition(stack, "QD", query_definition_name="qd", query_string=logs.QueryString(fields=["@timestamp", "@message"], filter_statements=["a = 1", "b = 2"], sort="@timestamp desc", limit=20), log_groups=[group])
logs.LogRetention(stack, "LR", log_group_name="/aws/x", retention=logs.RetentionDays.ONE_DAY)
logs.CrossAccountDestination(stack, "CAD", role=role, target_arn=stream.stream_arn, destination_name="cad").add_to_policy(iam.PolicyStatement(actions=["logs:PutSubscriptionFilter"], principals=[iam.AccountPrincipal("111111111111")], resources=["*"]))""",
    ),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, TYPES) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, TYPES) == {}
