from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from api import RestApi
from functions import create_function
from messaging import Messaging, add_schedule


class OrdersStack(TerraformStack):
    def __init__(self, scope: Construct, id: str, *, environment: str) -> None:
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-west-1")
        messaging = Messaging(self, "messaging", environment)
        api = create_function(
            self,
            "api",
            environment,
            variables={"TOPIC_ARN": messaging.topic.arn},
            actions=["sns:Publish"],
            resource=messaging.topic.arn,
        )
        worker = create_function(
            self,
            "worker",
            environment,
            memory_size=1024,
            variables={"QUEUE_URL": messaging.queue.url},
            actions=["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            resource=messaging.queue.arn,
        )
        messaging.consume(worker)
        add_schedule(self, "nightly", environment, worker, schedule_expression="cron(0 3 * * ? *)")
        add_schedule(
            self,
            "stopped",
            environment,
            worker,
            pattern={
                "source": ["aws.ecs"],
                "detail-type": ["ECS Task State Change"],
                "detail": {"lastStatus": ["STOPPED"]},
            },
        )
        RestApi(self, "gateway", handler=api, environment=environment)


app = App()
OrdersStack(app, "orders-staging", environment="staging")
app.synth()
