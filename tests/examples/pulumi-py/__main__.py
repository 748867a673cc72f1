"""Warehouse analytics: a dashboard, and reports that are made every night."""

import pulumi

from warehouse.dashboard import create_dashboard
from warehouse.logs import create_log_bucket, create_log_group
from warehouse.network import create_network
from warehouse.reports import create_reports
from warehouse.settings import Settings
from warehouse.store import create_store

settings = Settings.load()

network = create_network(settings)
log_bucket = create_log_bucket(settings)
log_group = create_log_group(settings)
dashboard = create_dashboard(settings, network, log_bucket)
store = create_store(settings, network)
create_reports(settings, network, log_group)

pulumi.export("dashboard", dashboard.dns_name)
pulumi.export("vpc_id", network.vpc.id)
pulumi.export("console", f"https://console.aws.amazon.com/vpcconsole/home#VpcDetails:VpcId={network.vpc.id}")
pulumi.export("log_bucket", log_bucket.name)
