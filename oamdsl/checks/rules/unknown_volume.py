"""OAM407."""

from collections.abc import Iterator
from typing import Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import Pod, pods
from oamdsl.checks.shape import is_complete
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.tree import as_map, maps_in
from oamdsl.model.value import is_opaque

_MOUNTS: Final = (("volumeMounts", ("mountPath",)), ("volumeDevices", ("devicePath",)))
"""Lists of a container whose entries name a volume, and what tells the entries apart."""


@rule("OAM407", source="Kubernetes API, VolumeMount: name must match the name of a Volume")
def unknown_volume(plan: Plan) -> Iterator[Violation]:
    """A container mounts a volume that its pod does not have.

    Why: the API server refuses the pod.

    Example:
        container = {
            "name": "cache",
            "image": "redis:8.4",
            "volumeMounts": [{"name": "date", "mountPath": "/data"}],
        }

        @component
        class Cache(Component):
            def workload(self):
                spec = {"containers": [container], "volumes": [{"name": "data", "emptyDir": {}}]}
                return KubernetesWorkload({"apiVersion": "v1", "kind": "Pod", "spec": spec})

        Cache("cache")

    Use instead:
        @component
        class Cache(Component):
            def workload(self):
                data = Scratch("data", mount_path="/data")
                return ContainerizedWorkload(
                    [Container("cache", image="redis:8.4", volumes=[data])]
                )

        Cache("cache")
    """
    for pod in pods(plan):
        known: frozenset[str] | None = None
        for container in pod.containers:
            for field, keys in _MOUNTS:
                for mount in maps_in(container.body.get(field)):
                    if known is None:
                        known = _names(pod)
                    name = mount.get("name")
                    if not isinstance(name, str) or name in known or _is_open(pod):
                        continue
                    yield Violation(
                        message=(
                            f"{container.label} of {pod.ref} of component"
                            f" `{pod.composed.component.name}` mounts volume `{name}`,"
                            " which its pod does not have"
                        ),
                        places=(
                            field_place(
                                pod.composed,
                                pod.entry(container, field, keys, mount),
                                "it is mounted here",
                            ),
                            component_place(pod.composed),
                        ),
                        subject=(*pod.composed.subject, str(pod.ref)),
                        seen=repr(name),
                        allowed=", ".join(sorted(known)),
                        notes=tuple(filter(None, [did_you_mean(name, known)])),
                        help=f"give the pod a volume `{name}`, or mount one that it has",
                    )


def _names(pod: Pod) -> frozenset[str]:
    templates = [as_map(template.get("metadata")) for template in pod.claim_templates]
    names = (one.get("name") for one in (*pod.volumes, *templates))
    return frozenset(name for name in names if isinstance(name, str))


def _is_open(pod: Pod) -> bool:
    """Whether a volume may still turn out to have the name."""
    return (
        not is_complete(pod.spec.get("volumes"))
        or not is_complete(as_map(pod.folded.body.get("spec")).get("volumeClaimTemplates"))
        or any(is_opaque(volume.get("name")) for volume in pod.volumes)
    )
