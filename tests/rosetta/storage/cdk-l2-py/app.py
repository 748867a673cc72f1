import aws_cdk as cdk

from storage.data_stack import DataStack

app = cdk.App()
DataStack(
    app,
    "Data",
    environment="staging",
    env=cdk.Environment(account="123456789012", region="eu-west-1"),
)
app.synth()
