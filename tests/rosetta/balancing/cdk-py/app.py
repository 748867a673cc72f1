import aws_cdk as cdk

from edge.edge_stack import EdgeStack

app = cdk.App()
EdgeStack(
    app,
    "Edge",
    environment="staging",
    vpc_id="vpc-0a1b2c3d4e5f60718",
    subnet_ids=["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"],
    env=cdk.Environment(account="123456789012", region="eu-west-1"),
)
app.synth()
