"""OAM206."""

from collections.abc import Iterator

import attrs

from oamdsl.checks.places import component_place
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.nearest import nearest
from oamdsl.diagnostics.origin import Origin
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.api import Api


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
            elsewhere = [other.name for other in plan.other_platforms if other.serves(what)]
            similar = _similar(what, plan)
            yield Violation(
                message=(
                    f"component `{composed.component.name}` needs {_text(what)},"
                    f" which platform `{platform.name}` does not have"
                ),
                places=(
                    Place(needy.origin.location, needy.label),
                    component_place(composed),
                    Place(platform.location, f"platform `{platform.name}`"),
                ),
                subject=(*composed.subject, needy.name),
                seen=str(what),
                notes=(
                    *((f"served by {', '.join(elsewhere)}",) if elsewhere else ()),
                    *((f"the platform has {similar}",) if similar else ()),
                ),
                help=(
                    f"install it on the cluster and add it to `{_list_of(what)}` of the platform,"
                    " or choose another trait or workload"
                ),
            )


@attrs.frozen
class _Needy:
    """Who needs something of the cluster."""

    name: str
    origin: Origin
    label: str


def _needs(composed: ComposedComponent) -> dict[Api | str, _Needy]:
    """What the component needs, each with the first who needs it."""
    needs: dict[Api | str, _Needy] = {}
    for folded in composed.objects:
        api = folded.ref.api
        if api not in needs:
            creator = folded.creator
            if creator is not None:
                needs[api] = _Needy(creator.name, creator.origin, f"{creator.name} makes a {api.kind}")
            elif folded.rendered is not None:
                name = composed.component.kind
                needs[api] = _Needy(name, folded.rendered.origin, f"makes a {api.kind}")
    for what, binding in composed.requirements:
        if what not in needs:
            label = binding.trait.label
            needs[what] = _Needy(label, binding.trait.origin, f"{label} requires it")
    return needs


def _text(what: Api | str) -> str:
    return f"the API `{what}`" if isinstance(what, Api) else f"the feature `{what}`"


def _list_of(what: Api | str) -> str:
    return "apis" if isinstance(what, Api) else "features"


def _similar(what: Api | str, plan: Plan) -> str:
    platform = plan.environment.platform
    if isinstance(what, str):
        match = nearest(what, platform.features)
        return f"the feature `{match}`" if match else ""
    same_kind = sorted(str(api) for api in platform.served_apis if api.kind == what.kind)
    return ", ".join(f"`{api}`" for api in same_kind)
