"""OAM301."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place, field_place, trait_place
from oamdsl.checks.shape import integer
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.pod_template import replicas
from oamdsl.kubernetes.tree import as_map, at
from oamdsl.model.value import is_opaque, shown

_STRATEGY = Path(("spec", "strategy", "type"))
_CONCURRENCY = Path(("spec", "concurrencyPolicy"))
_JOBS = {"Job": Path(("spec",)), "CronJob": Path(("spec", "jobTemplate", "spec"))}


@rule("OAM301", source="the founding article, opinions: must not be scaled; Kubernetes, Deployments")
def single_instance_scaled(plan: Plan) -> Iterator[Violation]:
    """Two pods would run of a component that must run once.

    Why: its developer says that two at once do harm, such as running a migration twice or corrupting a file.
    A Deployment that is updated by RollingUpdate runs the old pod beside the new one; a CronJob starts a run
    beside the last one unless it is told not to.

    Example:
        @component
        class Queue(Component):
            opinions = Opinions(single_instance=True)

            def workload(self):
                return ContainerizedWorkload([Container("queue", image="queue:1.4")])

        Queue("queue", traits=[ManualScaler(replicas=3)])

    Use instead:
        @component
        class Queue(Component):
            opinions = Opinions(single_instance=True)

            def workload(self):
                return ContainerizedWorkload([Container("queue", image="queue:1.4")])

        Queue("queue")
    """
    for composed in plan.components:
        opinions = composed.component.opinions
        if not (opinions.single_instance or _is_singleton(composed)):
            continue
        if not opinions.batch:  # a batch job's traits are OAM302
            yield from _traits(composed)
        for folded in composed.objects:
            if folded.rendered is not None:
                yield from _number(composed, folded)
                yield from _rollout(composed, folded)
                yield from _jobs(composed, folded)


def _traits(composed: ComposedComponent) -> Iterator[Violation]:
    for trait in composed.inapplicable:
        if not composed.lacking(trait):
            yield Violation(
                message=(
                    f"`{trait.label}` scales component `{composed.component.name}`,"
                    " which must run as a single instance"
                ),
                places=(trait_place(trait), _opinion(composed), component_place(composed)),
                subject=(*composed.subject, trait.label),
                help=f"remove `{trait.label}`",
            )


def _number(composed: ComposedComponent, folded: FoldedObject) -> Iterator[Violation]:
    """More than one replica, or a number that a controller decides."""
    path = replicas(folded.body)
    number = integer(as_map(folded.body.get("spec")).get("replicas"))
    if path is None:
        return
    field = FieldRef(folded.ref, path)
    claim = next((one for one in composed.delegated(folded.ref) if one.field.path == path), None)
    if claim is not None:
        how, where = f"by the {claim.to}", f"`{claim.owner.name}` leaves the number to the {claim.to}"
    elif number is not None and number > 1:
        how, where = f"to {number} replicas", f"`{path}` is {number} here"
    else:
        return
    yield Violation(
        message=(
            f"{folded.ref} of component `{composed.component.name}`,"
            f" which must run as a single instance, is scaled {how}"
        ),
        places=(field_place(composed, field, where), _opinion(composed), component_place(composed)),
        subject=(*composed.subject, str(folded.ref)),
        seen="" if claim else shown(number),
        allowed="0 or 1",
        help=f"remove what scales it, or set `{path}` to 1",
    )


def _rollout(composed: ComposedComponent, folded: FoldedObject) -> Iterator[Violation]:
    """An update that starts the new pod before the old one has gone."""
    kind = folded.body["kind"]
    name = composed.component.name
    if kind == "DaemonSet":
        yield Violation(
            message=(
                f"{folded.ref} of component `{name}`, which must run as a single instance,"
                " runs a pod on every node"
            ),
            places=(component_place(composed), _opinion(composed)),
            subject=(*composed.subject, str(folded.ref)),
            seen="DaemonSet",
            allowed="Deployment or StatefulSet",
            help="make it a Deployment with the strategy Recreate",
        )
    if kind != "Deployment":
        return
    strategy = as_map(folded.body.get("spec")).get("strategy")
    kept = strategy if is_opaque(strategy) else as_map(strategy).get("type")
    if kept == "Recreate" or is_opaque(kept):
        return
    claim = field_place(
        composed,
        FieldRef(folded.ref, _STRATEGY),
        f"`{_STRATEGY}` is {shown(kept)} here" if kept else f"`{_STRATEGY}` is not set here",
    )
    yield Violation(
        message=(
            f"an update of {folded.ref} of component `{name}`,"
            " which must run as a single instance, runs two pods at once"
        ),
        places=(claim, _opinion(composed), component_place(composed)),
        subject=(*composed.subject, str(folded.ref)),
        seen=shown(kept) if kept else "no strategy, so RollingUpdate",
        allowed="Recreate",
        help=f"set `{_STRATEGY}` to Recreate",
    )


def _jobs(composed: ComposedComponent, folded: FoldedObject) -> Iterator[Violation]:
    """A job that runs several pods, or a schedule that starts a run beside the last one."""
    path = _JOBS.get(str(folded.body["kind"]))
    if path is None:
        return
    name = composed.component.name
    number = integer(at(folded.body, path / "parallelism"))
    if number is not None and number > 1:
        field = FieldRef(folded.ref, path / "parallelism")
        yield Violation(
            message=(
                f"{folded.ref} of component `{name}`, which must run as a single instance,"
                f" runs {number} pods at once"
            ),
            places=(
                field_place(composed, field, f"`{field.path}` is {number} here"),
                _opinion(composed),
                component_place(composed),
            ),
            subject=(*composed.subject, str(folded.ref)),
            seen=shown(number),
            allowed="1",
            help=f"set `{field.path}` to 1",
        )
    policy = at(folded.body, _CONCURRENCY)
    if folded.body["kind"] != "CronJob" or policy == "Forbid" or is_opaque(policy):
        return
    yield Violation(
        message=(
            f"{folded.ref} of component `{name}`, which must run as a single instance,"
            " starts a run while the last one may still run"
        ),
        places=(
            field_place(
                composed,
                FieldRef(folded.ref, _CONCURRENCY),
                f"`{_CONCURRENCY}` is {shown(policy)} here"
                if policy
                else f"`{_CONCURRENCY}` is not set here",
            ),
            _opinion(composed),
            component_place(composed),
        ),
        subject=(*composed.subject, str(folded.ref)),
        seen=shown(policy) if policy else "no policy, so Allow",
        allowed="Forbid",
        help=f"set `{_CONCURRENCY}` to Forbid",
    )


def _is_singleton(composed: ComposedComponent) -> bool:
    return composed.declared is not None and composed.declared.single_instance


def _opinion(composed: ComposedComponent) -> Place:
    opinions = composed.component.opinions
    declared = composed.declared
    if declared is not None and declared.single_instance:
        return Place(declared.location, f"`{type(declared).__name__}` must run as a single instance")
    return Place(
        opinions.location_of("single_instance"),
        f"`{composed.component.kind}` must run as a single instance",
    )
