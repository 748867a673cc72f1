import json

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.flow_log import FlowLog
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from settings import Settings


class FlowLogs(Construct):
    def __init__(self, scope: Construct, id: str, vpc_id: str, settings: Settings) -> None:
        super().__init__(scope, id)
        group = CloudwatchLogGroup(
            self, "flow-log-group", name=f"/vpc/{settings.prefix}/flow", retention_in_days=90
        )
        role = IamRole(
            self,
            "flow-log-role",
            name=f"{settings.prefix}-flow-logs",
            assume_role_policy=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": "sts:AssumeRole",
                            "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
                        }
                    ],
                }
            ),
        )
        IamRolePolicy(
            self, "flow-log-policy", name="write", role=role.id, policy=self._permissions(group.arn)
        )
        # begin flow-log
        FlowLog(
            self,
            "flow-log",
            vpc_id=vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=60,
        )
        # end

    @staticmethod
    def _permissions(arn: str) -> str:
        actions = [f"logs:{action}" for action in ("CreateLogStream", "PutLogEvents", "DescribeLogStreams")]
        statement = {"Effect": "Allow", "Action": actions, "Resource": arn + ":*"}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
