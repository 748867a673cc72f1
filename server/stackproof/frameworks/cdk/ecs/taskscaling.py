"""``service.autoScaleTaskCount``: as many tasks as the load needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.scaling.targets import ScalableTarget
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Thing, put
from stackproof.model.values import ResourceReference, Template, Unknown, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.ecs.services import ServiceThing

_ROLE = (
    "role/aws-service-role/ecs.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_ECSService"
)


def scale_tasks(call: Call, service: ServiceThing, cluster: Thing | None) -> Node:
    """The target, to which policies are added."""
    return scaled(call, service, cluster, call.props(0))


def scaled(call: Call, service: ServiceThing, cluster: Thing | None, props: Arguments) -> ScalableTarget:
    """The target of a service, with the bounds given."""
    world = call.world
    name = service.resource.name
    owner = cluster.attribute("cluster_name") if cluster is not None else None
    where: Value = owner if isinstance(owner, Value) else Unknown("a cluster")
    service_name = ResourceReference(service.resource, "name")
    lowest = props.get("min_capacity")
    resource = world.add(
        "aws_appautoscaling_target",
        f"{name}/TaskCount/Target",
        {
            "service_namespace": default("ecs"),
            "scalable_dimension": default("ecs:service:DesiredCount"),
            "resource_id": Template(("service/", where, "/", service_name)),
            "role_arn": world.arn(":iam::", world.pseudo("account"), f":{_ROLE}"),
        },
        role="scaling-target",
    )
    put(resource, "min_capacity", default(1) if lowest.is_absent() else lowest, props.entry("min_capacity"))
    put(resource, "max_capacity", props.get("max_capacity"), props.entry("max_capacity"))
    return TaskCount(world, resource)


class TaskCount(ScalableTarget):
    """The number of tasks of a service."""

    def call(self, method: str, call: Call) -> Node | None:
        metrics = {
            "scale_on_cpu_utilization": "ECSServiceAverageCPUUtilization",
            "scale_on_memory_utilization": "ECSServiceAverageMemoryUtilization",
        }
        props = call.props(1)
        if (metric := metrics.get(method)) is not None:
            target = props.get("target_utilization_percent")
            return self.track(call, props, {"predefined_metric_type": default(metric)}, target)
        if method == "scale_on_request_count":
            metric_ = {
                "predefined_metric_type": default("ALBRequestCountPerTarget"),
                "resource_label": _label(props),
            }
            return self.track(call, props, metric_, props.get("requests_per_target"))
        return super().call(method, call)


def _label(props: Arguments) -> Value:
    """The load balancer and group, as the metric names them."""
    group = props.thing("target_group")
    if not isinstance(group, Made):
        return Unknown("a target group")
    return Template((Unknown("a load balancer"), "/", ResourceReference(group.resource, "arn_suffix")))
