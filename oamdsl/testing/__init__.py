"""For people who test their own traits and applications: public and stable."""

from oamdsl.testing.conformance_kit import Check, conformance

__all__ = ["Check", "conformance"]
