"""What reviewers ask of objects first: images, replicas, routes, resources, schedules."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from oamdsl.diff.parts import SIZE, containers_of
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.pod_template import replicas
from oamdsl.kubernetes.route import routes
from oamdsl.kubernetes.tree import as_map, at, maps_in


def facts_of(objects: Iterable[Object]) -> Mapping[str, str]:
    """What *objects* of one component come to: {what: value}, the same for each technology."""
    found: dict[str, list[str]] = {}
    for body in objects:
        for name, value in _facts(body):
            found.setdefault(name, []).append(value)
    if _SCALED in found:
        found["replicas"] = found.pop(_SCALED)  # whatever number the workload started with
    return {name: ", ".join(sorted(set(values))) for name, values in found.items()}


_SCALED: Final = "replicas by a controller"


def _facts(body: Object) -> Iterator[tuple[str, str]]:
    yield from _pods(body)
    spec = as_map(body.get("spec"))
    match body.get("kind"):
        case "HorizontalPodAutoscaler":
            yield _SCALED, f"{spec.get('minReplicas', 1)} to {spec.get('maxReplicas')} by load"
        case "ScaledObject":
            types = ", ".join(sorted({str(one.get("type")) for one in maps_in(spec.get("triggers"))}))
            bounds = f"{spec.get('minReplicaCount', 0)} to {spec.get('maxReplicaCount', 100)}"
            yield _SCALED, f"{bounds} by {types}"
        case "CronHorizontalPodAutoscaler":
            for job in maps_in(spec.get("jobs")):
                yield _SCALED, f"{job.get('targetSize')} at {job.get('schedule')}"
        case "CronJob":
            yield "schedule", " ".join(filter(None, [spec.get("schedule"), spec.get("timeZone")]))
        case "PersistentVolumeClaim":
            size = at(body, SIZE)
            yield f"disk {body['metadata']['name']}", str(size)
        case "Service":
            for port in maps_in(spec.get("ports")):
                yield "service ports", f"{port.get('port')}/{port.get('protocol', 'TCP')}"
        case _:
            yield from (("routes", route.text) for route in routes(body))


def _pods(body: Object) -> Iterator[tuple[str, str]]:
    count = replicas(body)
    if count is not None and at(body, count) is not None:
        yield "replicas", str(at(body, count))
    for container in containers_of(body):
        name = container.get("name")
        yield f"image of {name}", str(container.get("image"))
        resources = as_map(container.get("resources"))
        for resource in ("cpu", "memory"):
            amounts = [as_map(resources.get(one)).get(resource) for one in ("requests", "limits")]
            if any(amount is not None for amount in amounts):
                requested, limit = ("none" if amount is None else amount for amount in amounts)
                yield f"{resource} of {name}", f"{requested} requested, {limit} at most"
