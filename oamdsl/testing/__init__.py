"""For people who test their own traits and applications: public and stable."""

from oamdsl.testing.conformance_kit import Check, conformance
from oamdsl.testing.stack import Stack, stack_of

__all__ = ["Check", "Stack", "conformance", "stack_of"]
