"""What an examination comes to."""

import enum

import attrs


class Health(enum.Enum):
    """How well something is."""

    WELL = "ok"
    UNSURE = "warning"
    """It works so far, and will not do for everything; or is yet to be installed, made or allowed."""
    ILL = "error"
    """It stops oamdsl, or a deployment."""


@attrs.frozen
class Symptom:
    """What was found of one thing.

    Attributes:
        subject: What was looked at: ``Pulumi's command line``.
        health: How well it is.
        found: What was found, a few words: a version, a path, what is missing.
        help: What to do; empty where all is well.
    """

    subject: str
    health: Health
    found: str
    help: str = ""
