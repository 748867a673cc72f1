"""Where the players learn how far a video is."""

from aws_cdk import aws_elasticache as elasticache
from constructs import Construct

from .network import Network


class Progress(Construct):
    def __init__(self, scope: Construct, construct_id: str, *, environment: str, network: Network) -> None:
        super().__init__(scope, construct_id)
        subnets = elasticache.CfnSubnetGroup(
            self,
            "Subnets",
            description="Private subnets of the media platform",
            subnet_ids=[subnet.ref for subnet in network.subnets.private],
        )
        self.cache = elasticache.CfnReplicationGroup(
            self,
            "Cache",
            replication_group_description=f"Progress of transcodings in {environment}",
            engine="redis",
            engine_version="6.2.6",
            cache_node_type="cache.t4g.small",
            num_cache_clusters=2,
            automatic_failover_enabled=True,
            at_rest_encryption_enabled=True,
            transit_encryption_enabled=True,
            cache_subnet_group_name=subnets.ref,
        )
        CfnOutput(self, "Endpoint", value=self.cache.attr_primary_end_point_address)
