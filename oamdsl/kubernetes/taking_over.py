"""Objects whose fields are applied whoever holds them."""

from typing import Final

TAKE_OVER: Final = {"pulumi.com/patchForce": "true"}
"""Annotation by which Pulumi's provider takes fields from other managers rather than to fail.

For a count that a trait decides: whoever scaled the workload before, a person or an autoscaler, holds it.
Fields that the program leaves to somebody else are not applied, and so not taken.

Source: Pulumi, Kubernetes provider, "pulumi.com/patchForce"; Kubernetes, Server-Side Apply, Conflicts.
"""
