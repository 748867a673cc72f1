import aws_cdk as cdk

from functions.orders_stack import OrdersStack

app = cdk.App()
env = cdk.Environment(account="123456789012", region="eu-west-1")
for environment in ["staging"]:
    OrdersStack(app, f"Orders-{environment}", environment=environment, env=env)
app.synth()
