"""EventScaler by KEDA's scalers."""

from collections.abc import Iterator
from typing import Any

from oamdsl.model.effect import Effect
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.autoscaling import behavior, requests_read
from oamdsl.platforms.keda.scaled_object import scaled_object
from oamdsl.traits.event_scaler import EventScaler, Trigger


@implements(EventScaler)
def event_triggers(trait: EventScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """A ScaledObject with the triggers as they are; their metadata values are strings.

    Source: KEDA 2.20, ScaledObject specification.
    """
    for trigger in trait.triggers:
        if trigger.is_of_pods:
            yield requests_read(workload, trigger.type, str(trigger.metadata.get("containerName", "")))
    fields = {
        "pollingInterval": trait.polling_seconds,
        "cooldownPeriod": trait.cooldown_seconds,
        "idleReplicaCount": 0 if trait.idle_to_zero else None,
        "fallback": None
        if trait.fallback is None
        else {
            "failureThreshold": trait.fallback.failures,
            "replicas": trait.fallback.replicas,
            "behavior": trait.fallback.behavior,
        },
    }
    yield from scaled_object(
        workload,
        trait.minimum,
        trait.maximum,
        map(_rendered, trait.triggers),
        behavior=behavior(trait.scale_up, trait.scale_down),
        more={name: value for name, value in fields.items() if value is not None},
    )


def _rendered(trigger: Trigger) -> dict[str, Any]:
    kinds = {
        "TriggerAuthentication": trigger.authentication,
        "ClusterTriggerAuthentication": trigger.cluster_authentication,
    }
    references = [{"name": name, "kind": kind} for kind, name in kinds.items() if name]
    return {
        "type": trigger.type,
        **({"name": trigger.name} if trigger.name else {}),
        "metadata": dict(trigger.metadata),
        **({"authenticationRef": references[0]} if references else {}),
        **({"metricType": trigger.metric_type} if trigger.metric_type else {}),
        **({"useCachedMetrics": True} if trigger.cached else {}),
    }
