"""Pulumi's outputs outside of a program."""

from typing import Any

import pulumi

from oamdsl.project.event_loop import provide_event_loop


def output(value: Any) -> pulumi.Output[Any]:
    """An output that comes to be *value*."""
    provide_event_loop()
    return pulumi.Output.from_input(value)
