import aws_cdk as cdk

from media_stack.stack import MediaStack


def test_media_stack_is_deployed() -> None:
    app = cdk.App()
    stack = MediaStack(app, "media-test", environment="test")
    app.synth()
    assert stack is not None
