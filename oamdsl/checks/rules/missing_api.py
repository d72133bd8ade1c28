"""OAM206."""

from collections.abc import Iterator

import attrs

from oamdsl.checks.places import component_place, trait_place
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.nearest import nearest
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.api import BUILTIN, Api
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.model.platform import Platform


@rule("OAM206", source="OAM v0.2, 6.traits.md: stop when the runtime cannot fulfil; kubevela#6831")
def missing_api(plan: Plan) -> Iterator[Violation]:
    """The cluster lacks an API or a feature that the application needs.

    Why: the API server would refuse the object in the middle of a deployment; a missing feature would make it
    do nothing, silently.

    Example:
        @component
        class Store(Component):
            def workload(self):
                return KubernetesWorkload(
                    {"apiVersion": "postgresql.cnpg.io/v1", "kind": "Cluster", "spec": {"instances": 1}}
                )

        Store("store")

    Use instead:
        @component
        class Store(Component):
            def workload(self):
                return KubernetesWorkload(
                    {"apiVersion": "postgresql.cnpg.io/v1", "kind": "Cluster", "spec": {"instances": 1}}
                )

        postgres = Platform("with-postgres", apis=[Api("postgresql.cnpg.io/v1", "Cluster")])
        environment = Environment("prod", platform=postgres)
        Store("store")
    """
    platform = plan.environment.platform
    defined = plan.defined_apis
    for composed in plan.components:
        for what, needy in _needs(composed).items():
            if platform.serves(what) or what in defined:
                continue
            yield Violation(
                message=(
                    f"component `{composed.component.name}` needs {_text(what)},"
                    f" which platform `{platform.name}` does not have"
                ),
                places=(
                    needy.place,
                    component_place(composed),
                    Place(platform.location, f"platform `{platform.name}`"),
                ),
                subject=(*composed.subject, needy.name),
                seen=str(what),
                notes=tuple(_notes(what, plan)),
                help=(
                    f"install it on the cluster and add it to `{_list_of(what)}` of the platform,"
                    " or choose another trait or workload"
                ),
            )


@attrs.frozen
class _Needy:
    """Who needs something of the cluster, and where that is."""

    name: str
    place: Place


def _needs(composed: ComposedComponent) -> dict[Api | str, _Needy]:
    """What the component needs, each with the first who needs it."""
    needs: dict[Api | str, _Needy] = {}
    for folded in composed.objects:
        owner = composed.claim_on(FieldRef(folded.ref, Path())).owner
        place = Place(owner.origin.location, f"`{owner.name}` makes {folded.ref}")
        needs.setdefault(folded.ref.api, _Needy(owner.name, place))
    for what, binding in composed.requirements:
        trait = binding.trait
        needs.setdefault(what, _Needy(trait.label, trait_place(trait, f"`{trait.label}` requires it")))
    return needs


def _text(what: Api | str) -> str:
    return f"the API `{what}`" if isinstance(what, Api) else f"the feature `{what}`"


def _list_of(what: Api | str) -> str:
    return "apis" if isinstance(what, Api) else "features"


def _notes(what: Api | str, plan: Plan) -> Iterator[str]:
    platform = plan.environment.platform
    elsewhere = [f"`{other.name}`" for other in plan.other_platforms if other.serves(what)]
    if elsewhere:
        yield f"served by {', '.join(elsewhere)}"
    since = next((minor for minor, apis in BUILTIN.items() if what in apis), "")
    if since:
        yield f"Kubernetes serves it since {since}; the platform has {platform.kubernetes}"
    similar = _similar(what, platform)
    if similar:
        yield f"the platform has {similar}"


def _similar(what: Api | str, platform: Platform) -> str:
    if isinstance(what, str):
        match = nearest(what, platform.features)
        return f"the feature `{match}`" if match else ""
    same_kind = sorted(str(api) for api in platform.served_apis if api.kind == what.kind)
    return ", ".join(f"`{api}`" for api in same_kind)
