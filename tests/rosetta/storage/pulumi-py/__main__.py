import pulumi

import database
from buckets import BucketSet
from encryption import create_encryption
from settings import Settings
from table import orders_table

settings = Settings(environment="staging", account="123456789012", region="eu-west-1")
key = create_encryption(settings)
buckets = BucketSet("buckets", settings, key)
table = orders_table(settings, key)
instance, connection = database.create(
    settings,
    key,
    subnet_ids=["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"],
    security_group_ids=["sg-0a1b2c3d4e5f60718"],
)

pulumi.export("table", table.name)
pulumi.export("connection", connection.arn)
