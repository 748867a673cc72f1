import pulumi

from api import create_api
from lambdas import create_lambda
from queues import Messaging
from rules import add_rule

ENVIRONMENT = "staging"

messaging = Messaging("messaging", ENVIRONMENT)
api = create_lambda(
    "api",
    ENVIRONMENT,
    variables={"TOPIC_ARN": messaging.topic.arn},
    actions=["sns:Publish"],
    resource=messaging.topic.arn,
)
worker = create_lambda(
    "worker",
    ENVIRONMENT,
    memory_size=1024,
    variables={"QUEUE_URL": messaging.queue.url},
    actions=["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    resource=messaging.queue.arn,
)
messaging.consume(worker)

add_rule("nightly", ENVIRONMENT, worker, schedule_expression="cron(0 3 * * ? *)")
add_rule(
    "stopped",
    ENVIRONMENT,
    worker,
    event_pattern="""{
      "source": ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      "detail": {"lastStatus": ["STOPPED"]}
    }""",
)

stage = create_api(ENVIRONMENT, api)
pulumi.export("url", stage.invoke_url)
