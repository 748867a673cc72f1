"""Streams of data of the CDK and where they are delivered."""
