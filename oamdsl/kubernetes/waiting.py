"""How long a deployment waits for an object, where Pulumi's provider would do otherwise."""

from typing import Final

DO_NOT_WAIT: Final = {"pulumi.com/skipAwait": "true"}
"""Annotation by which Pulumi's provider goes on as soon as the object is accepted.

For claims, which with most storage classes are bound only when a pod uses them, so that waiting for one
before its workload would wait for ever; and for ingresses, whose address not every controller publishes.

Source: Pulumi, Kubernetes provider, "pulumi.com/skipAwait"; Kubernetes, Storage Classes, volume binding.
"""

WAIT_UNTIL_READY: Final = {"pulumi.com/waitFor": "condition=Ready"}
"""Annotation by which Pulumi's provider waits for the condition Ready of a custom resource, for ten minutes.

Without it, it goes on as soon as a custom resource is accepted. For what pods cannot start without; not for
certificates, which some issuers give out only when the host is served already.

Source: Pulumi, Kubernetes provider 4.18, "pulumi.com/waitFor"; ``provider/pkg/await/await.go``.
"""
