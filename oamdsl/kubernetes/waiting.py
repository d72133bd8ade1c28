"""Objects that a deployment should not wait for."""

from typing import Final

DO_NOT_WAIT: Final = {"pulumi.com/skipAwait": "true"}
"""Annotation by which Pulumi's provider goes on as soon as the object is accepted.

For claims, which with most storage classes are bound only when a pod uses them, so that waiting for one
before its workload would wait for ever; and for ingresses, whose address not every controller publishes.

Source: Pulumi, Kubernetes provider, "pulumi.com/skipAwait"; Kubernetes, Storage Classes, volume binding.
"""
