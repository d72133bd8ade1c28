"""The event loop that Pulumi's outputs are made in."""

import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def event_loop() -> Generator[None, None, None]:
    """Give the thread an event loop while the context lasts, where it needs one and has none.

    Pulumi's outputs are futures of it, and a program that makes some is checked outside of Pulumi, too. Only
    the main thread has one by itself, and that only up to Python 3.13.
    """
    asyncio = sys.modules.get("asyncio")
    by_itself = sys.version_info < (3, 14) and threading.current_thread() is threading.main_thread()
    if asyncio is None or by_itself:
        yield
        return
    try:
        asyncio.get_event_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            yield
        finally:
            asyncio.set_event_loop(None)
            loop.close()
    else:
        yield
