"""Every object that an implementation makes is accepted by a real API server, custom resources included."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from oamdsl.compose.conditions import settled
from oamdsl.compose.fold import fold
from oamdsl.compose.folded import Binding
from oamdsl.compose.ledger import Claim, Owner, Role, Verb
from oamdsl.compose.replacement import replacement_of
from oamdsl.discovery.catalogue import catalogue
from oamdsl.discovery.definitions import V1BETA1, definitions
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.model.effect import Refuse
from oamdsl.model.platform import Implementation, Platform
from oamdsl.model.workload import RenderedObject
from oamdsl.platforms.ready_made import ready_made
from oamdsl.render import redacted
from oamdsl.workloads.samples import sample_workloads
from tests.e2e.cluster import Cluster
from tests.e2e.definitions import FOLDER, defined
from tests.e2e.kubernetes_api import APPLY_PATCH, Manifest
from tests.e2e.polling import until
from tests.platforms.catalogue import BESIDE, EXAMPLES, IMPLEMENTATIONS

APPLIED = {"dryRun": "All", "fieldManager": "test", "fieldValidation": "Strict"}


@pytest.fixture(scope="module")
def everything(cluster: Cluster) -> Iterator[Cluster]:
    """The cluster, with every custom resource that an implementation makes."""
    names = sorted(needed())
    with defined(cluster.api, names):
        yield cluster
    until(
        lambda: "apis/argoproj.io/v1alpha1" not in cluster.api.request("GET", "/openapi/v3")["paths"],
        what="the API server to forget what it no longer serves",
    )


def needed() -> set[str]:
    """Files of the definitions of what is made, by group and kind."""
    kinds = {(body["apiVersion"], body["kind"]) for name in IMPLEMENTATIONS for body in made(name)}
    names = {f"{version.partition('/')[0]}_{kind}" for version, kind in kinds}
    return {name for name in names if (FOLDER / f"{name}.yaml").is_file()} | {"core.oam.dev_TraitDefinition"}


def made(name: str) -> Iterator[Manifest]:
    """What the examples of an implementation's trait come to on each workload that they apply to."""
    for beside in BESIDE.get(name, [()]):
        yield from made_beside(name, [IMPLEMENTATIONS[other] for other in beside])


def made_beside(name: str, others: Sequence[Implementation[Any]]) -> Iterator[Manifest]:
    """The same, with the examples of *others*."""
    implementation = IMPLEMENTATIONS[name]
    for trait in (implementation.trait.example(), *EXAMPLES.get(implementation.trait, ())):
        for workload in sample_workloads():
            if not trait.applies_to <= workload.characteristics:
                continue
            bound = [(implementation, trait), *((other, other.trait.example()) for other in others)]
            bindings = [Binding(one, how, tuple(how.effects(one, workload))) for how, one in bound]
            if any(isinstance(effect, Refuse) for effect in bindings[0].effects):
                continue
            replacement = replacement_of(workload, bindings)
            if replacement is not None:
                workload = workload.replaced(replacement.replace)  # noqa: PLW2901 - the same workload
                bindings = [Binding(one, how, tuple(how.effects(one, workload))) for how, one in bound]
            for folded in fold(workload, settled(workload, bindings), left_open).objects:
                yield dict(redacted(folded.body))


def left_open(rendered: RenderedObject, path: Path) -> Claim:
    """Whatever the developer wrote may be claimed."""
    owner = Owner(Role.DEVELOPER, "the developer", rendered.origin)
    return Claim(FieldRef(rendered.ref, path), owner, Verb.DEFAULTED)


def apply_dry(cluster: Cluster, body: Manifest) -> Manifest:
    """Apply *body* without keeping it, every unknown field an error."""
    served = cluster.api.served(body["apiVersion"], body["kind"])
    metadata = {**body["metadata"], **({"namespace": "default"} if served.namespaced else {})}
    path = served.path("default", metadata["name"])
    return cluster.api.request(
        "PATCH", path, query=APPLIED, body={**body, "metadata": metadata}, content_type=APPLY_PATCH
    )


@pytest.mark.parametrize("name", IMPLEMENTATIONS)
def test_what_an_implementation_makes_is_accepted(everything: Cluster, name: str) -> None:
    bodies = list(made(name))
    assert bodies
    for body in bodies:
        applied = apply_dry(everything, body)
        assert applied["kind"] == body["kind"]


@pytest.mark.parametrize("platform", list(ready_made()), ids=lambda platform: platform.name)
def test_exported_trait_definitions_are_accepted(everything: Cluster, platform: Platform) -> None:
    made_definitions = list(definitions(catalogue((), ()), platform, V1BETA1))
    traits = [one for one in made_definitions if one["kind"] == "TraitDefinition"]
    assert traits
    for one in traits:
        assert apply_dry(everything, dict(one))["metadata"]["name"] == one["metadata"]["name"]
