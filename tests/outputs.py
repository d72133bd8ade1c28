"""Pulumi's outputs outside of a program."""

import asyncio
from typing import Any, Final

import pulumi

_LOOP: Final = asyncio.new_event_loop()


def output(value: Any) -> pulumi.Output[Any]:
    """An output that comes to be *value*; in a loop that never runs, which outlives those of other tests."""
    asyncio.set_event_loop(_LOOP)
    return pulumi.Output.from_input(value)
