"""Feature flags of the library: what a program's manifest switches on, and what it gives to its app."""

from __future__ import annotations

from collections.abc import Mapping as ReadOnlyMap

from stackproof.frameworks.cdk.names import locate, snake
from stackproof.model.construction import Construction, Evaluation
from stackproof.model.runtime import Reference
from stackproof.model.values import Mapping, Scalar, Value

# On where nothing is said of them: what the library has long done has become a flag only to be switched off.
_ON = frozenset(
    {
        "@aws-cdk/aws-apigateway:usagePlanKeyOrderInsensitiveId",
        "@aws-cdk/aws-cloudfront:defaultSecurityPolicyTLSv1.2_2021",
        "@aws-cdk/aws-lambda:recognizeVersionProps",
        "@aws-cdk/aws-rds:lowercaseDbIdentifier",
        "@aws-cdk/aws-stepfunctions-tasks:evaluateExpressionDedicatedFunction",
        "@aws-cdk/aws-stepfunctions-tasks:httpInvokeDynamicJsonPathEndpoint",
        "@aws-cdk/aws-stepfunctions-tasks:useNewS3UriParametersForBedrockInvokeModelTask",
        "@aws-cdk/core:aspectStabilization",
        "@aws-cdk/core:automaticL1Traits",
        "@aws-cdk/core:newStyleStackSynthesis",
        "@aws-cdk/core:stackRelativeExports",
        "@aws-cdk/pipelines:reduceAssetRoleTrustScope",
        "@aws-cdk/pipelines:reduceCrossAccountActionRoleTrustScope",
        "@aws-cdk/pipelines:reduceStageRoleTrustScope",
    }
)
# On whatever is said of them, or an error.
_FIXED = frozenset(
    {
        "@aws-cdk/aws-ecr-assets:dockerIgnoreSupport",
        "@aws-cdk/aws-ecs-patterns:removeDefaultDesiredCount",
        "@aws-cdk/aws-efs:defaultEncryptionAtRest",
        "@aws-cdk/aws-kms:defaultKeyPolicies",
        "@aws-cdk/aws-s3:grantWriteWithoutAcl",
        "@aws-cdk/aws-secretsmanager:parseOwnedSecretName",
        "@aws-cdk/core:enableStackNameDuplicates",
        "aws-cdk:enableDiffNoFail",
    }
)


class Flags:
    """The flags of one program. ``manifest`` is the context of its project, None when that is not known.

    Later layers go before earlier ones: what the app is given, the project, what the app is given after that, what the
    program sets on a node.
    """

    def __init__(self, evaluation: Evaluation, manifest: ReadOnlyMap[str, object] | None) -> None:
        self._defaults: dict[str, bool | None] = {}
        self._manifest = manifest
        self._given: dict[str, bool | None] = {}
        # Whether all that the program itself gives is known.
        self._closed = True
        for call in evaluation.constructions:
            if call.method in ("setContext", "set_context") and isinstance(call.receiver, Reference):
                self._set(call)
            elif call.callee is not None and (located := locate(call.callee)) and located.key == "core.App":
                self._app(call)

    def __call__(self, name: str) -> bool | None:
        """Whether a flag is on; None when that is not known."""
        if name in _FIXED:
            return True
        if name in self._given:
            return self._given[name]
        if not self._closed or self._manifest is None:
            return self._defaults.get(name)
        if name in self._manifest:
            return bool(self._manifest[name])
        return self._defaults.get(name, name in _ON)

    def _set(self, call: Construction) -> None:
        key = call.arguments.at(0, "key")
        name = None if key is None else key.text()
        if name is None:
            self._closed = False
        else:
            self._given[name] = None if call.conditional else _switch(call.arguments.at(1, "value"))

    def _app(self, call: Construction) -> None:
        for name, layer in (("context", self._defaults), ("post_cli_context", self._given)):
            given = next((e.value for k, e in call.arguments.keywords.items() if snake(k) == name), None)
            if given is None and call.arguments.positional:
                given = _inside(call.arguments.positional[0], name)
            if isinstance(given, Mapping):
                layer.update({k: _switch(e.value) for k, e in given.entries.items()})
                self._closed = self._closed and not given.open
            elif given is not None and not given.is_absent():
                self._closed = False


def _inside(value: Value, name: str) -> Value:
    if isinstance(value, Mapping):
        return next((e.value for k, e in value.entries.items() if snake(k) == name), value.get(name))
    return value.get(name)


def _switch(value: Value | None) -> bool | None:
    return bool(value.data) if isinstance(value, Scalar) else None
