"""Whether the cluster of each environment can be reached, and deployed to."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from oamdsl.cluster.client import Client, ForbiddenError, MissingError
from oamdsl.cluster.discovery import discovered
from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.kubeconfig import access
from oamdsl.cluster.permissions import Action, forbidden
from oamdsl.compose.plan import Plan
from oamdsl.doctor.symptom import Health, Symptom
from oamdsl.kubernetes.snapshot import Snapshot
from oamdsl.model.environment import Environment
from oamdsl.project import Project, ProjectError
from oamdsl.project.stack_settings import context_of

_PATIENCE: Final = 5.0
"""Seconds that a cluster may take for each answer."""
_VERBS: Final = ("create", "patch", "delete")
_NAMED: Final = 3
"""How many things a symptom names before it counts the rest."""


def examined_clusters(project: Project, kubeconfig: Path | None) -> Iterator[Symptom]:
    """The cluster of each environment: where its stack deploys to, by Pulumi's files, or the current context.

    A cluster that does not answer is asked once, and never waited for long.
    """
    unreachable: dict[str, Symptom] = {}
    for environment in project.environments:
        context = context_of(project.root, environment.name)
        subject = f"cluster of {environment.name}"
        if context in unreachable:
            known = unreachable[context]
            yield Symptom(subject, known.health, known.found, known.help)
            continue
        try:
            client = Client(access(kubeconfig, context or None), patience=_PATIENCE)
            yield _version(subject, client, environment)
        except ClusterError as error:
            unreachable[context] = Symptom(subject, Health.ILL, error.message, error.help)
            yield unreachable[context]
            continue
        try:
            yield from _further(client, environment, project)
        except ClusterError as error:
            yield Symptom(subject, Health.UNSURE, error.message, error.help)


def _version(subject: str, client: Client, environment: Environment) -> Symptom:
    version = str(client.get("/version").get("gitVersion", "")).removeprefix("v")
    context = client.access.context
    found = f"Kubernetes {version}, {f'context {context}' if context else 'from this pod'}"
    if version.startswith(f"{environment.kubernetes}."):
        return Symptom(subject, Health.WELL, found)
    named = f" --kube-context {context}" if context else ""
    help_ = f"give {environment.name} the snapshot that `oamdsl snapshot{named} -o FILE` takes"
    return Symptom(
        subject, Health.UNSURE, f"{found}; checks count on Kubernetes {environment.kubernetes}", help_
    )


def _further(client: Client, environment: Environment, project: Project) -> Iterator[Symptom]:
    plan = _plan(project, environment)
    if environment.snapshot is not None:
        yield _drift(client, environment.name, environment.snapshot)
    yield from _namespace(client, environment)
    yield _permissions(client, environment, plan)


def _plan(project: Project, environment: Environment) -> Plan | None:
    """What is deployed; None when the project cannot tell, which is another symptom's."""
    try:
        return project.plan(environment)
    except ProjectError:
        return None


def _drift(client: Client, name: str, snapshot: Snapshot) -> Symptom:
    subject = f"APIs of {name}"
    discovery = discovered(client)
    served, recorded = discovery.served.keys(), snapshot.apis
    gone = sorted(str(one) for one in recorded - served if one.api_version not in discovery.stale)
    new = sorted(str(one) for one in served - recorded if one.api_version not in snapshot.unread)
    if not gone and not new:
        return Symptom(subject, Health.WELL, "as its snapshot says")
    parts = [f"no longer has {_listed(gone)}"] if gone else []
    parts += [f"now has {_listed(new)} too"] if new else []
    context = client.access.context
    named = f" --kube-context {context}" if context else ""
    help_ = f"take its snapshot again: oamdsl snapshot{named} -o {snapshot.file or 'FILE'}"
    return Symptom(subject, Health.UNSURE, f"the cluster {' and '.join(parts)}", help_)


def _namespace(client: Client, environment: Environment) -> Iterator[Symptom]:
    if environment.create_namespace:
        return
    name = environment.namespace
    try:
        client.get(f"/api/v1/namespaces/{name}")
    except MissingError:
        help_ = f"kubectl create namespace {name}, or Environment(..., create_namespace=True)"
        yield Symptom(f"namespace of {environment.name}", Health.UNSURE, f"there is no `{name}`", help_)
    except ForbiddenError:
        return  # who may not look may deploy all the same


def _permissions(client: Client, environment: Environment, plan: Plan | None) -> Symptom:
    subject = f"access to {environment.name}"
    denied = [str(one) for one in forbidden(client, _actions(environment, plan))]
    if not denied:
        return Symptom(subject, Health.WELL, "may create, patch and delete what is deployed")
    help_ = f"to deploy, ask for a role in namespace `{environment.namespace}`, such as `edit`"
    return Symptom(subject, Health.UNSURE, f"may not {_listed(denied)}", help_)


def _actions(environment: Environment, plan: Plan | None) -> Sequence[Action]:
    """What a deployment does: with Deployments, where it is not known what is deployed."""
    kinds = {("apps", "deployments", environment.namespace)}
    if plan is not None:
        kinds = {
            (
                one.ref.api.group,
                plan.cluster.resources[one.ref.api].plural,
                one.ref.namespace if plan.cluster.resources[one.ref.api].namespaced else "",
            )
            for component in plan.components
            for one in component.objects
            if one.ref.api in plan.cluster.resources
        }
    return [Action(verb, *kind) for kind in sorted(kinds) for verb in _VERBS]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"
