"""The event loop that Pulumi's outputs are made in."""

import sys
import warnings


def provide_event_loop() -> None:
    """Give the thread an event loop, where the user's modules have imported what needs one.

    Up to Python 3.13 the main thread has one by itself. Pulumi's outputs are futures of it, and a program
    that makes some is checked outside of Pulumi, too.
    """
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            asyncio.get_event_loop()
    except RuntimeError:
        asyncio.set_event_loop(asyncio.new_event_loop())
