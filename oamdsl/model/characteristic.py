"""What a workload is like, so that traits apply to likeness and not to lists of kinds."""

import enum


class Characteristic(enum.Enum):
    """One property of a workload that traits may need.

    Source: OAM v0.3, 4.workload_types.md, labels ``workload.oam.dev/replicable``, ``daemonized``,
    ``exposed``, ``podspecable``; oam-dev/spec#425 on why lists of kinds never complete.
    """

    REPLICABLE = "replicable"
    """It may run as several replicas, and something can set how many."""
    EXPOSED = "exposed"
    """It has a Service, so that others reach it by a stable name."""
    POD_TEMPLATED = "pod-templated"
    """It makes pods from a template that traits can reach."""
    LONG_RUNNING = "long-running"
    """It runs until it is stopped; its end is a fault."""
    BATCH = "batch"
    """It runs to completion."""
