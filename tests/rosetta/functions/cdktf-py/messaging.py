import json

from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
from cdktf_cdktf_provider_aws.lambda_event_source_mapping import (
    LambdaEventSourceMapping,
    LambdaEventSourceMappingScalingConfig,
)
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.lambda_permission import LambdaPermission
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_subscription import SnsTopicSubscription
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.sqs_queue_policy import SqsQueuePolicy
from constructs import Construct

DAY = 24 * 60 * 60


class Messaging(Construct):
    def __init__(self, scope: Construct, id: str, environment: str) -> None:
        super().__init__(scope, id)
        name = f"orders-{environment}"
        dead_letters = SqsQueue(
            self,
            "orders-dlq",
            name=f"{name}-dlq",
            message_retention_seconds=14 * DAY,
            sqs_managed_sse_enabled=True,
        )
        self.queue = SqsQueue(
            self,
            "orders-queue",
            name=name,
            visibility_timeout_seconds=180,
            receive_wait_time_seconds=20,
            sqs_managed_sse_enabled=True,
            # begin redrive
            redrive_policy=json.dumps({"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": 5}),
            # end
        )
        self.topic = SnsTopic(self, "orders-topic", name=name)
        # begin subscription
        self._subscribe()
        # end

    def _subscribe(self) -> None:
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": self.queue.arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": self.topic.arn}},
        }
        SqsQueuePolicy(
            self,
            "orders-queue-policy",
            queue_url=self.queue.id,
            policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        )
        SnsTopicSubscription(
            self,
            "orders-subscription",
            topic_arn=self.topic.arn,
            protocol="sqs",
            endpoint=self.queue.arn,
            raw_message_delivery=True,
            filter_policy=json.dumps({"kind": ["created", "paid"]}),
        )

    def consume(self, handler: LambdaFunction) -> None:
        LambdaEventSourceMapping(
            self,
            "orders-source",
            event_source_arn=self.queue.arn,
            function_name=handler.function_name,
            batch_size=10,
            maximum_batching_window_in_seconds=5,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=LambdaEventSourceMappingScalingConfig(maximum_concurrency=5),
        )


def add_schedule(
    scope: Construct,
    name: str,
    environment: str,
    handler: LambdaFunction,
    *,
    schedule_expression: str | None = None,
    pattern: dict | None = None,
) -> None:
    rule = CloudwatchEventRule(
        scope,
        f"{name}-rule",
        name=f"orders-{environment}-{name}",
        schedule_expression=schedule_expression,
        event_pattern=json.dumps(pattern) if pattern else None,
    )
    CloudwatchEventTarget(
        scope,
        f"{name}-target",
        rule=rule.name,
        target_id="worker",
        arn=handler.arn,
        input=json.dumps({"task": name}),
    )
    # begin permission
    LambdaPermission(
        scope,
        f"{name}-permission",
        action="lambda:InvokeFunction",
        function_name=handler.function_name,
        principal="events.amazonaws.com",
        source_arn=rule.arn,
    )
    # end
