"""What a project's environment is on its cluster, beside what another state would make of it."""

from pathlib import Path

import attrs

from oamdsl.cluster.client import Client
from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.kubeconfig import access
from oamdsl.cluster.objects import Label, Progress, read_objects, try_changes
from oamdsl.diff.live_state import APPLICATION, applications_of, beside_cluster, changes, refs_of, without
from oamdsl.diff.state import EnvironmentState, State
from oamdsl.model.environment import Environment
from oamdsl.project.error import ProjectError


@attrs.frozen
class Live:
    """An environment on its cluster.

    Attributes:
        cluster: What is live, without what nobody but the API server sets, and without secrets.
        deployed: What that becomes when the other state is deployed.
        gaps: What could not be compared, each a sentence without a full stop.
    """

    cluster: State
    deployed: State
    gaps: tuple[str, ...]


def beside(
    said: State, environment: Environment, context: str, kubeconfig: Path | None, progress: Progress
) -> Live:
    """*environment* on the cluster of *context*, and what *said* makes of it.

    Read are the objects that *said* names, and those of its applications in the environment's namespace. What
    a change comes to is asked of the API server, by a dry run.

    Args:
        said: A state of the project.
        environment: Which of its environments.
        context: A context of the kubeconfig; empty for its current one.
        kubeconfig: A kubeconfig; by default those that kubectl reads.
        progress: Told of each step.

    Raises:
        ProjectError: The cluster cannot be read.
    """
    state = said.environments.get(environment.name, EnvironmentState())
    components = state.components
    label = Label(APPLICATION, applications_of(components), environment.namespace)
    try:
        chosen = access(kubeconfig, context or None)
        client = Client(chosen)
        found = read_objects(client, refs_of(components), label, progress)
        comparable = without(components, frozenset(found.unread))
        tried = try_changes(client, found.ways, changes(comparable, found.named), progress)
    except ClusterError as error:
        raise ProjectError(error.message, help=error.help) from error
    before, after = beside_cluster(comparable, found.named, tried.objects, found.labelled)
    name = f"cluster {chosen.context}".rstrip()
    gaps = (
        *found.gaps,
        *tried.gaps,
        *(f"the user may not read {ref}, so it is not compared" for ref in found.unread),
    )
    cluster = EnvironmentState(components=before, namespace=environment.namespace, about=state.about)
    deployed = attrs.evolve(state, components=after, namespace=environment.namespace)
    return Live(
        State(name, {environment.name: cluster}), State(said.name, {environment.name: deployed}), gaps
    )
