"""Finds regions that are written out where the region of deployment is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stackproof.rulekit import Finding, Fix, Graph, PutInText, Region, Resource, Severity, rule
from stackproof.rulekit.regions import WrittenRegion, texts, written_regions

# Arguments that are there to name another region, or to be read by people.
_ELSEWHERE = re.compile(
    r"replica|replication|destination|(?<!re)source|peer|primary|secondary|failover|remote|target_region|regions|provider"
    r"|RequestedRegion|allowed|permitted|tags|description|comment|dimensions|metric_query|alias|geo|latency",
    re.IGNORECASE,
)
# Keys whose value is the region of the very thing they belong to.
_OWN = re.compile(r"(?:aws[_-]?(?:default[_-]?)?|awslogs[_-])?region", re.IGNORECASE)
# Services that live in us-east-1 only, whatever the region of deployment.
_GLOBAL = (
    "aws_cloudfront",
    "aws_acm",
    "aws_waf",
    "aws_route53",
    "aws_iam",
    "aws_budgets",
    "aws_cur",
    "aws_shield",
)
_GLOBAL_WORDS = re.compile(
    r"cloudfront|wafv2|:acm:|:iam|route53|billing|budgets|ecr-public|public\.ecr|health|shield|organizations|:ce:",
    re.IGNORECASE,
)


_FIX = "In another region the value changes with the deployment; look whether what it names is there, too."


def _is_meant(found: WrittenRegion) -> bool:
    """Whether a region may be written on purpose."""
    resource, path = found.resource, found.path
    home = resource["region"]
    if home.is_present() or home.is_unknown():
        return True
    if any(isinstance(step, str) and _ELSEWHERE.search(step) for step in path):
        return True
    last = next((step for step in reversed(path) if isinstance(step, str)), "")
    if found.value.text() == found.region and not _OWN.fullmatch(last):
        return True
    if resource.type == "aws_lambda_function" and last.startswith("AWS_"):
        # Lambda keeps these variables to itself, which another rule tells.
        return True
    return found.region == "us-east-1" and _is_global(resource)


def _is_global(resource: Resource) -> bool:
    """Whether something in a resource is of a service that is at home in one region only."""
    return resource.type.startswith(_GLOBAL) or any(
        _GLOBAL_WORDS.search(t) for t in texts(resource.properties)
    )


@rule(severity=Severity.HINT)
def check(graph: Graph) -> Iterator[Finding]:
    for found in written_regions(graph):
        if _is_meant(found):
            continue
        what = "zone of the region" if found.zone else "region"
        fix = Fix(
            title="Use the region of deployment",
            goal="use-region",
            intents=(PutInText(found.resource, found.at, found.region, Region()),),
            subjects=(found.resource,),
            why_unsafe=_FIX,
            preferred=True,
        )
        yield Finding(
            at=found.value,
            message=f"the {what} '{found.region}' is written out; deployed elsewhere, '{found.resource.name}' still uses it",
            fixes=[fix],
        )
