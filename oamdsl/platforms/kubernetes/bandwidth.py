"""Bandwidth by the annotations of Kubernetes' bandwidth plugin."""

from collections.abc import Iterator

from oamdsl.kubernetes.tree import as_map, at
from oamdsl.model.effect import Add, Effect, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.bandwidth import Bandwidth


@implements(Bandwidth, requires=["pod-bandwidth"])
def bandwidth_annotations(trait: Bandwidth, workload: RenderedWorkload) -> Iterator[Effect]:
    """Annotations of each pod; the network plugin must have the bandwidth plugin, or read them itself.

    Cilium, Calico, Terway and Flannel with the plugin do; the API server checks nothing.

    Source: Kubernetes, Network Plugins, "Support traffic shaping".
    """
    if as_map(at(workload.body, workload.pod_spec.path)).get("hostNetwork"):
        yield Refuse(
            "egress" if trait.ingress is None else "ingress",
            why="the pods share the network of their node, so they have no traffic of their own",
            help="remove `Bandwidth`",
        )
    for direction, rate in (("ingress", trait.ingress), ("egress", trait.egress)):
        if rate is not None:
            key = f"kubernetes.io/{direction}-bandwidth"
            yield Add(workload.pod_template / "metadata" / "annotations", key, rate)
