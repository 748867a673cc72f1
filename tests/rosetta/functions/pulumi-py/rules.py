import json
from typing import Any

import pulumi_aws as aws


def add_rule(name: str, environment: str, handler: aws.lambda_.Function, **when: Any) -> None:
    rule = aws.cloudwatch.EventRule(f"{name}-rule", name=f"orders-{environment}-{name}", **when)
    aws.cloudwatch.EventTarget(
        f"{name}-target",
        rule=rule.name,
        target_id="worker",
        arn=handler.arn,
        input=json.dumps({"task": name}),
    )
    # begin permission
    aws.lambda_.Permission(
        f"{name}-permission",
        action="lambda:InvokeFunction",
        function=handler.name,
        principal="events.amazonaws.com",
        source_arn=rule.arn,
    )
    # end
