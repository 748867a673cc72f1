from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class Messaging(Construct):
    def __init__(self, scope: Construct, construct_id: str, environment: str) -> None:
        super().__init__(scope, construct_id)
        name = f"orders-{environment}"
        dead_letters = sqs.CfnQueue(
            self,
            "orders-dlq",
            queue_name=f"{name}-dlq",
            message_retention_period=Duration.days(14).to_seconds(),
            sqs_managed_sse_enabled=True,
        )
        self.queue = sqs.CfnQueue(
            self,
            "orders-queue",
            queue_name=name,
            visibility_timeout=180,
            receive_message_wait_time_seconds=20,
            sqs_managed_sse_enabled=True,
            # begin redrive
            redrive_policy={"deadLetterTargetArn": dead_letters.attr_arn, "maxReceiveCount": 5},
            # end
        )
        self.topic = sns.CfnTopic(self, "orders-topic", topic_name=name)
        # begin subscription
        self._subscribe()
        # end

    def _subscribe(self) -> None:
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": self.queue.attr_arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": self.topic.ref}},
        }
        sqs.CfnQueuePolicy(
            self,
            "orders-queue-policy",
            queues=[self.queue.ref],
            policy_document={"Version": "2012-10-17", "Statement": [statement]},
        )
        sns.CfnSubscription(
            self,
            "orders-subscription",
            topic_arn=self.topic.ref,
            protocol="sqs",
            endpoint=self.queue.attr_arn,
            raw_message_delivery=True,
            filter_policy={"kind": ["created", "paid"]},
        )

    def consume(self, handler: lambda_.CfnFunction) -> None:
        lambda_.CfnEventSourceMapping(
            self,
            "orders-source",
            event_source_arn=self.queue.attr_arn,
            function_name=handler.ref,
            batch_size=10,
            maximum_batching_window_in_seconds=5,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=lambda_.CfnEventSourceMapping.ScalingConfigProperty(maximum_concurrency=5),
        )
