"""Pods that wait until a test lets them run, by a label that no node has until then."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tests.e2e.cluster import Cluster

OPEN: Final = {"open": "yes"}
"""The node selector of pods that wait."""


@contextmanager
def opened(cluster: Cluster) -> Iterator[None]:
    """Give all nodes the label."""
    cluster.kubectl("label", "node", "--all", "open=yes")
    try:
        yield
    finally:
        cluster.kubectl("label", "node", "--all", "open-")
