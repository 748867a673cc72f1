"""Tells what the CDK's classes are by their names."""

from __future__ import annotations

from stackproof.frameworks.cdk.names import Located, locate
from stackproof.frameworks.vocabulary.cdk import CdkClass, CdkClasses
from stackproof.model.construction import ConstructionKind
from stackproof.model.runtime import Symbol

_KINDS = {
    "plain": ConstructionKind.OTHER,
    "holder": ConstructionKind.CONSTRUCT,
    "resource": ConstructionKind.RESOURCE,
    "l1": ConstructionKind.RESOURCE,
}
# Packages which are not yet part of the library, and whose classes the data therefore does not list.
_EXPERIMENTAL = frozenset(
    {
        "aws-lambda-python-alpha.PythonFunction",
        "aws-lambda-python-alpha.PythonLayerVersion",
        "aws-lambda-go-alpha.GoFunction",
        "aws-redshift-alpha.Cluster",
        "aws-redshift-alpha.Table",
        "aws-redshift-alpha.User",
        "aws-msk-alpha.Cluster",
        "aws-neptune-alpha.DatabaseCluster",
        "aws-neptune-alpha.DatabaseInstance",
        "aws-apprunner-alpha.Service",
        "aws-apprunner-alpha.VpcConnector",
        "aws-amplify-alpha.App",
        "aws-amplify-alpha.Branch",
        "aws-amplify-alpha.Domain",
        "aws-cognito-identitypool-alpha.IdentityPool",
        "aws-glue-alpha.Database",
        "aws-glue-alpha.Job",
        "aws-glue-alpha.S3Table",
        "aws-glue-alpha.Table",
        "aws-iot-alpha.TopicRule",
        "aws-location-alpha.PlaceIndex",
        "aws-pipes-alpha.Pipe",
        "aws-sagemaker-alpha.Endpoint",
        "aws-sagemaker-alpha.EndpointConfig",
        "aws-sagemaker-alpha.Model",
        "aws-servicecatalogappregistry-alpha.Application",
    }
)


def kind_of(symbol: Symbol, classes: CdkClasses) -> ConstructionKind | None:
    """What a call of the symbol makes; None for other libraries and for what makes no construct."""
    located = locate(symbol)
    if located is None or not located.names:
        return None
    if located.names[-1][:1].islower():
        return _static(located, classes)
    known = _find(located, located.names, classes)
    if known is not None:
        return _KINDS[known.role]
    if located.key in _EXPERIMENTAL:
        return ConstructionKind.RESOURCE
    # L1 classes newer than the data are named by the rule; their typed arguments stand inside them.
    newer = located.module != "core" and len(located.names) == 1 and _is_l1(located.names[0])
    return ConstructionKind.RESOURCE if newer else ConstructionKind.OTHER


def _static(located: Located, classes: CdkClasses) -> ConstructionKind | None:
    """``Vpc.fromLookup``, ``Bucket.fromBucketName``: only constructs have static methods that stand for constructs."""
    known = _find(located, located.names[:-1], classes)
    if known is None or known.role == "plain" or not located.names[-1].startswith("from_"):
        return None
    return ConstructionKind.LOOKUP


def _find(located: Located, names: tuple[str, ...], classes: CdkClasses) -> CdkClass | None:
    return classes.find(located.module, ".".join(names)) if names else None


def _is_l1(name: str) -> bool:
    return name.startswith("Cfn") and not name.endswith(("Props", "Property"))
