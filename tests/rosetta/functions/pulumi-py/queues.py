import json

import pulumi
import pulumi_aws as aws


class Messaging(pulumi.ComponentResource):
    def __init__(self, name: str, environment: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("shop:orders:Messaging", name, {}, opts)
        self.child = pulumi.ResourceOptions(parent=self)
        dead_letters = aws.sqs.Queue(
            "orders-dlq",
            name=f"orders-{environment}-dlq",
            message_retention_seconds=1209600,
            sqs_managed_sse_enabled=True,
            opts=self.child,
        )
        self.queue = aws.sqs.Queue(
            "orders-queue",
            name=f"orders-{environment}",
            visibility_timeout_seconds=180,
            receive_wait_time_seconds=20,
            sqs_managed_sse_enabled=True,
            # begin redrive
            redrive_policy=pulumi.Output.json_dumps(
                {"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": 5}
            ),
            # end
            opts=self.child,
        )
        self.topic = aws.sns.Topic("orders-topic", name=f"orders-{environment}", opts=self.child)
        # begin subscription
        self._subscribe()
        # end
        self.register_outputs({"queue": self.queue.url})

    def _subscribe(self) -> None:
        policy = pulumi.Output.all(queue=self.queue.arn, topic=self.topic.arn).apply(
            lambda arns: json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "sns.amazonaws.com"},
                            "Action": "sqs:SendMessage",
                            "Resource": arns["queue"],
                            "Condition": {"ArnEquals": {"aws:SourceArn": arns["topic"]}},
                        }
                    ],
                }
            )
        )
        aws.sqs.QueuePolicy("orders-queue-policy", queue_url=self.queue.url, policy=policy, opts=self.child)
        aws.sns.TopicSubscription(
            "orders-subscription",
            topic=self.topic.arn,
            protocol="sqs",
            endpoint=self.queue.arn,
            raw_message_delivery=True,
            filter_policy=json.dumps({"kind": ["created", "paid"]}),
            opts=self.child,
        )

    def consume(self, handler: aws.lambda_.Function) -> None:
        aws.lambda_.EventSourceMapping(
            "orders-source",
            event_source_arn=self.queue.arn,
            function_name=handler.name,
            batch_size=10,
            maximum_batching_window_in_seconds=5,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config={"maximum_concurrency": 5},
            opts=self.child,
        )
