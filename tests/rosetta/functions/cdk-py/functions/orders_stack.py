from aws_cdk import Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from .api import add_api
from .messaging import Messaging

BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
STOPPED = {
    "source": ["aws.ecs"],
    "detail-type": ["ECS Task State Change"],
    "detail": {"lastStatus": ["STOPPED"]},
}


class OrdersStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, *, environment: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.stage = environment
        messaging = Messaging(self, "Messaging", environment)
        api = self._create_function(
            "api",
            variables={"TOPIC_ARN": messaging.topic.ref},
            actions=["sns:Publish"],
            resource=messaging.topic.attr_topic_arn,
        )
        worker = self._create_function(
            "worker",
            memory_size=1024,
            variables={"QUEUE_URL": messaging.queue.attr_queue_url},
            actions=["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            resource=messaging.queue.attr_arn,
        )
        messaging.consume(worker)
        self._create_rule("nightly", worker, schedule_expression="cron(0 3 * * ? *)")
        self._create_rule("stopped", worker, event_pattern=STOPPED)
        add_api(self, handler=api, environment=environment)

    def _create_function(
        self,
        name: str,
        *,
        variables: dict[str, str],
        actions: list[str],
        resource: str,
        memory_size: int = 256,
    ) -> lambda_.CfnFunction:
        function_name = f"orders-{self.stage}-{name}"
        group = logs.CfnLogGroup(
            self,
            f"{name}-logs",
            log_group_name=f"/aws/lambda/{function_name}",
            # begin retention
            retention_in_days=30,
            # end
        )
        policy = iam.CfnManagedPolicy(
            self,
            f"{name}-policy",
            managed_policy_name=f"{function_name}-policy",
            policy_document=iam.PolicyDocument(
                statements=[iam.PolicyStatement(actions=actions, resources=[resource])]
            ),
        )
        role = iam.CfnRole(
            self,
            f"{name}-role",
            role_name=f"{function_name}-role",
            assume_role_policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                    }
                ],
            },
            managed_policy_arns=[BASIC, policy.attr_policy_arn],
        )
        function = lambda_.CfnFunction(
            self,
            f"{name}-function",
            function_name=function_name,
            role=role.attr_arn,
            code=lambda_.CfnFunction.CodeProperty(s3_bucket="shop-artifacts", s3_key=f"orders/{name}.zip"),
            handler="index.handler",
            # begin runtime
            runtime="nodejs22.x",
            # end
            architectures=["arm64"],
            memory_size=memory_size,
            timeout=30,
            environment=lambda_.CfnFunction.EnvironmentProperty(
                variables={
                    # begin variables
                    "STAGE": self.stage,
                    # end
                    **variables,
                }
            ),
            tracing_config=lambda_.CfnFunction.TracingConfigProperty(mode="Active"),
        )
        function.add_dependency(group)
        return function

    def _create_rule(self, name: str, handler: lambda_.CfnFunction, **when) -> None:
        rule = events.CfnRule(
            self,
            f"{name}-rule",
            name=f"orders-{self.stage}-{name}",
            targets=[
                events.CfnRule.TargetProperty(
                    id="worker", arn=handler.attr_arn, input=self.to_json_string({"task": name})
                )
            ],
            **when,
        )
        # begin permission
        lambda_.CfnPermission(
            self,
            f"{name}-permission",
            action="lambda:InvokeFunction",
            function_name=handler.ref,
            principal="events.amazonaws.com",
            source_arn=rule.attr_arn,
        )
        # end
