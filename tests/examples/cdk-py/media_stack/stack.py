"""Puts the parts together."""

from typing import Any

from aws_cdk import Stack
from constructs import Construct

from .network import Network
from .progress import Progress
from .storage import Storage
from .transcoder import Transcoder


class MediaStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, *, environment: str, **kwargs: Any) -> None:
        super().__init__(scope, construct_id, **kwargs)
        network = Network(self, "Network", environment=environment)
        storage = Storage(self, "Storage", environment=environment, archive_days=90)
        Progress(self, "Progress", environment=environment, network=network)
        Transcoder(self, "Transcoder", environment=environment, network=network, storage=storage)
