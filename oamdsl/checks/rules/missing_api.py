"""OAM206."""

from collections.abc import Iterator

from oamdsl.checks.needs import Needy, needed, needs, platforms_with
from oamdsl.checks.places import component_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.nearest import nearest
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.api import BUILTIN, Api
from oamdsl.kubernetes.lifecycle import lifecycle
from oamdsl.model.environment import Environment


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
    environment = plan.environment
    defined = plan.defined_apis
    missing = {
        what
        for what in needed(plan)
        if not (environment.serves(what) or what in defined or _is_removed(what, environment))
    }
    for composed in plan.components if missing else ():
        for what, needy in needs(composed).items():
            if what not in missing:
                continue
            lacking, place, help = _lacking(what, environment)
            whose = f"component `{composed.component.name}`"
            yield Violation(
                message=(
                    f"{whose if needy.trait is None else f'`{needy.name}` of {whose}'} needs {_text(what)},"
                    f" which {lacking}"
                ),
                places=(needy.place, component_place(composed), place),
                subject=(*composed.subject, needy.name),
                seen=str(what),
                notes=(*_notes(what, plan), *_offers(needy, plan)),
                help=f"install it on the cluster and {help}, or choose another trait or workload",
            )


def _is_removed(what: Api | str, environment: Environment) -> bool:
    """Whether Kubernetes has it no more, which is a rule of its own."""
    known = lifecycle(what) if isinstance(what, Api) else None
    return known is not None and known.is_removed(environment.kubernetes)


def _lacking(what: Api | str, environment: Environment) -> tuple[str, Place, str]:
    """Who lacks it, where that is said, and what to do there."""
    platform = environment.platform
    if environment.snapshot is not None and isinstance(what, Api):
        cluster = f"the cluster of environment `{environment.name}`"
        is_unread = what.api_version in environment.snapshot.unread
        return (
            f"{cluster} may serve or not: it could not be read" if is_unread else f"{cluster} does not serve",
            Place(environment.location_of("snapshot"), "by this snapshot"),
            "take its snapshot again with `oamdsl snapshot`",
        )
    return (
        f"platform `{platform.name}` does not have",
        Place(platform.location, f"platform `{platform.name}`"),
        f"add it to `{_list_of(what)}` of the platform",
    )


def _text(what: Api | str) -> str:
    return f"the API `{what}`" if isinstance(what, Api) else f"the feature `{what}`"


def _list_of(what: Api | str) -> str:
    return "apis" if isinstance(what, Api) else "features"


def _notes(what: Api | str, plan: Plan) -> Iterator[str]:
    environment = plan.environment
    holder = "platform" if environment.snapshot is None or isinstance(what, str) else "cluster"
    elsewhere = [f"`{other.name}`" for other in plan.other_platforms if other.serves(what)]
    if elsewhere:
        yield f"served by {', '.join(elsewhere)}"
    since = next((minor for minor, apis in BUILTIN.items() if what in apis), "")
    if since:
        yield f"Kubernetes serves it since {since}; the {holder} has {environment.kubernetes}"
    similar = _similar(what, environment)
    if similar:
        yield f"the {holder} has {similar}"


def _offers(needy: Needy, plan: Plan) -> Iterator[str]:
    """Where the trait is to be had as it is."""
    elsewhere = platforms_with(needy.trait, plan) if needy.trait else []
    if elsewhere:
        listed = ", ".join(f"`{name}`" for name in elsewhere)
        yield f"`{needy.name}` is to be had on {listed}"


def _similar(what: Api | str, environment: Environment) -> str:
    if isinstance(what, str):
        match = nearest(what, environment.platform.features)
        return f"the feature `{match}`" if match else ""
    same_kind = sorted(str(api) for api in environment.served_apis if api.kind == what.kind)
    return ", ".join(f"`{api}`" for api in same_kind)
