from .stack import TelemetryStack

__all__ = ["TelemetryStack"]
