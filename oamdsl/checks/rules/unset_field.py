"""OAM207."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place, trait_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.path import Entry, Path
from oamdsl.kubernetes.tree import at, maps_in, missing_entry


@rule("OAM207", source="Kubernetes, Horizontal Pod Autoscaling: a container without a request")
def unset_field(plan: Plan) -> Iterator[Violation]:
    """A trait needs a field that nobody sets.

    Why: the trait would be deployed and do nothing. An autoscaler on CPU takes no action when one container
    of the pod requests no CPU.

    Example:
        @component
        class Cache(Component):
            def workload(self):
                return ContainerizedWorkload([Container("redis", image="redis:8.4")])

        Cache("cache", traits=[AutoScaler(maximum=9)])

    Use instead:
        @component
        class Cache(Component):
            def workload(self):
                redis = Container("redis", image="redis:8.4", resources=Resources(cpu="100m"))
                return ContainerizedWorkload([redis])

        Cache("cache", traits=[AutoScaler(maximum=9)])
    """
    for composed in plan.components:
        for reading in composed.folded.readings if composed.folded else ():
            field = reading.field
            body = composed.body_of(field.object)
            if reading.is_set or _is_completed(body, field.path):
                continue
            trait = reading.binding.trait
            parent = _existing(body, field.path)
            holder = composed.claim_on(type(field)(field.object, parent)).owner
            what = f"`{parent}`" if parent.depth else str(field.object)
            yield Violation(
                message=(
                    f"`{trait.label}` needs `{field.path}` of {field.object},"
                    f" which nobody sets for component `{composed.component.name}`"
                ),
                places=(
                    Place(holder.origin.location, f"{what} is made here, without it"),
                    trait_place(trait, f"`{trait.label}` needs it"),
                    component_place(composed),
                ),
                subject=(*composed.subject, trait.label),
                notes=(f"it is needed because {reading.why}",),
                help=_misspelt(body, field.path) or f"set `{field.path}`, or remove `{trait.label}`",
            )


def _is_completed(body: object, path: Path) -> bool:
    """Whether *path* is a request that the API server sets: as much as the limit of the same resource."""
    match path.segments:
        case (*resources, "requests", resource):
            return at(body, Path((*resources, "limits", resource))) is not None
        case _:
            return False


def _misspelt(body: object, path: Path) -> str:
    """``did you mean `web`?`` for an entry that is not there, when there is one of nearly its name."""
    missing = missing_entry(body, path)
    match missing.segments if missing else ():
        case (*above, Entry(keys=(("name", str(name)),))):
            names = [entry.get("name") for entry in maps_in(at(body, Path(tuple(above))))]
            return did_you_mean(name, [one for one in names if isinstance(one, str)])
        case _:
            return ""


def _existing(body: object, path: Path) -> Path:
    """The innermost list entry on the way to *path*, or the object itself."""
    for depth in range(path.depth, 0, -1):
        parent = Path(path.segments[:depth])
        if isinstance(parent.segments[-1], Entry) and at(body, parent) is not None:
            return parent
    return Path()
