"""Finds where the names come from that a file says and nothing in it binds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.model.names import FileNames, Mention
from stackproof.rulekit.exports import Place, Shelf
from stackproof.rulekit.nearest import words_of

# More than these are no help to anybody.
_MOST_PLACES = 4

# What people call modules that are named otherwise: the CDK's without `aws`, packages by what they are.
_SHORT = {
    "elbv2": "elasticloadbalancingv2", "elb": "elasticloadbalancing", "elbv2targets": "elasticloadbalancingv2targets",
    "elbtargets": "elasticloadbalancingtargets", "sfn": "stepfunctions", "sfntasks": "stepfunctionstasks",
    "tasks": "stepfunctionstasks", "apigw": "apigateway", "apigwv2": "apigatewayv2", "ddb": "dynamodb",
    "cw": "cloudwatch", "cwactions": "cloudwatchactions", "cloudwatchactions": "cloudwatchactions",
    "actions": "cloudwatchactions", "subs": "snssubscriptions", "snssubs": "snssubscriptions",
    "subscriptions": "snssubscriptions", "snssub": "snssubscriptions", "targets": "eventstargets",
    "eventtargets": "eventstargets", "eventsources": "lambdaeventsources", "lambdaevents": "lambdaeventsources",
    "lambdanodejs": "lambdanodejs", "nodejs": "lambdanodejs", "nodelambda": "lambdanodejs", "acm": "certificatemanager",
    "sm": "secretsmanager", "asg": "autoscaling", "r53": "route53", "r53targets": "route53targets",
    "origins": "cloudfrontorigins", "s3n": "s3notifications", "s3deploy": "s3deployment", "cr": "customresources",
    "cfn": "cloudformation", "awslambda": "lambda", "firehose": "kinesisfirehose", "integrations": "apigatewayv2integrations",
    "authorizers": "apigatewayv2authorizers", "es": "elasticsearch", "cpactions": "codepipelineactions",
    "codepipelineactions": "codepipelineactions", "s3assets": "s3assets", "ecrassets": "ecrassets",
    "ecspatterns": "ecspatterns", "appscaling": "applicationautoscaling", "appautoscaling": "applicationautoscaling",
}  # fmt: skip
_ROOTS = {
    "cdk": ("aws-cdk-lib", "aws_cdk"),
    "core": ("aws-cdk-lib", "aws_cdk"),
    "aws": ("@pulumi/aws", "pulumi_aws"),
    "pulumi": ("@pulumi/pulumi", "pulumi"),
    "awsx": ("@pulumi/awsx", "pulumi_awsx"),
}


@dataclass(frozen=True)
class Unimported:
    """A name that nothing binds, all places where the file says it, and where it may come from, likeliest first.

    ``lazy`` when it stands in types only, in a language that looks at them only when somebody asks.
    """

    name: str
    mentions: tuple[Mention, ...]
    places: tuple[Place, ...]
    lazy: bool


def unimported(shelf: Shelf, file: FileNames) -> Iterator[Unimported]:
    """The names in a file that nothing binds and the libraries of the program know."""
    for name, mentions in file.unbound():
        places = (
            _classes(shelf, file, name, mentions) if name[:1].isupper() else _modules(shelf, name, mentions)
        )
        if 0 < len(places) <= _MOST_PLACES and not (file.language == "typescript" and file.is_ambient(name)):
            # Newer versions of Python do not look at types by themselves.
            lazy = file.language == "python" and all(mention.annotation for mention in mentions)
            yield Unimported(name, mentions, tuple(places), lazy)


def _classes(shelf: Shelf, file: FileNames, name: str, mentions: tuple[Mention, ...]) -> list[Place]:
    # What is used as a value must be one.
    kinds = (
        ("class", "enum")
        if not all(m.annotation for m in mentions) and shelf.facts.language == "typescript"
        else ()
    )
    places = [p for p in shelf.places(name, (), kinds) if _has_all(shelf, p, mentions)]
    taking = [p for p in places if _takes_all(shelf, p, mentions)]
    places = taking if len(taking) == 1 else places
    own = {line.module for line in file.imports}
    return sorted(places, key=lambda p: (p.module not in own, _distance(shelf, file, p), len(p.module)))


def _takes_all(shelf: Shelf, place: Place, mentions: tuple[Mention, ...]) -> bool:
    """Whether a class takes what it is given wherever it is called."""
    found = shelf.find(place.module, place.name)
    call = None if found is None or found.fact is None else found.fact.call
    if call is None:
        return False
    # In Python, positional ones may be given by name, too.
    taken = {*shelf.facts.keywords(call), *(p.name for p in call.parameters), "opts"}
    most = len(call.parameters) + (1 if shelf.facts.language == "python" and call.options_at >= 0 else 0)
    if any(p.variadic for p in call.parameters) or not call.parameters_known:
        return True
    return all(set(m.keywords) <= taken and m.positional <= most for m in mentions)


def _distance(shelf: Shelf, file: FileNames, place: Place) -> int:
    """How far a package is from what the file itself imports."""
    package = shelf.package(place.module)
    return next(
        (n for n, line in enumerate(file.imports) if shelf.package(line.module) == package), len(file.imports)
    )


def _has_all(shelf: Shelf, place: Place, mentions: tuple[Mention, ...]) -> bool:
    """Whether a class or module has all that is read from the name."""
    path = (place.name,) if place.name else ()
    for mention in mentions:
        found = shelf.find(place.module, *path, *mention.members[:1])
        if found is None or (mention.members and found.missing == mention.members[0]):
            return False
    return True


def _modules(shelf: Shelf, name: str, mentions: tuple[Mention, ...]) -> list[Place]:
    """The modules that people would call so, of those that have all that is read from the name."""
    if not all(mention.members for mention in mentions):
        return []
    bare = "".join(words_of(name))
    wanted = {bare, _SHORT.get(bare, bare)}
    roots = [root for root in _ROOTS.get(bare, ()) if _is_at_hand(shelf, root)]
    if roots:
        return [Place(root) for root in roots if _may_have_members(shelf, root, mentions)]
    found: list[Place] = []
    for root in shelf.roots:
        found += [
            Place(shelf.below(root, module))
            for module in shelf.modules(root)
            if wanted & {_bare(module), _bare(module.removeprefix("aws"))}
        ]
    return [place for place in dict.fromkeys(found) if _has_members(shelf, place, mentions)]


def _may_have_members(shelf: Shelf, root: str, mentions: tuple[Mention, ...]) -> bool:
    """Whether a package has nothing against being what a name of its own stands for."""
    return not any(shelf.lacks(root, mention.members[0]) for mention in mentions)


def _is_at_hand(shelf: Shelf, root: str) -> bool:
    """Whether a package is one that the program uses, or one of a family that it uses."""
    family = {r.replace("/", "_").lstrip("@").partition("_")[0] for r in shelf.roots}
    own = root.replace("/", "_").lstrip("@").partition("_")[0]
    return shelf.package(root) is not None and (
        root in shelf.roots or own in family or "constructs" in shelf.roots
    )


def _bare(module: str) -> str:
    return "".join(words_of(module)).removeprefix("aws")


def _has_members(shelf: Shelf, place: Place, mentions: tuple[Mention, ...]) -> bool:
    return all(shelf.offers(place.module, mention.members[0]) for mention in mentions)
