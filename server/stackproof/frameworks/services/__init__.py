"""What AWS accepts: values, ranges, versions, with the day on which that was true."""

from stackproof.frameworks.services.facts import service_facts

__all__ = ["service_facts"]
