"""What a platform offers, as OAM's own definitions: to install, so that `kubectl` shows it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from oamdsl.compose.relation import Relation
from oamdsl.discovery.binding import FailingError, bound_example
from oamdsl.discovery.catalogue import Catalogue
from oamdsl.discovery.characteristics import characteristics_of
from oamdsl.discovery.description import described
from oamdsl.discovery.parameter_schema import parameter_schema
from oamdsl.discovery.relations import relations_of
from oamdsl.kubernetes.object import Object
from oamdsl.model.effect import Create
from oamdsl.model.opinion import Opinions
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait
from oamdsl.model.workload import Context, Workload

V1ALPHA2: Final = "core.oam.dev/v1alpha2"
V1BETA1: Final = "core.oam.dev/v1beta1"

_PLURALS: Final = (("s", "ses"), ("y", "ies"))


def definitions(catalogue: Catalogue, platform: Platform, api_version: str) -> Iterator[Object]:
    """A TraitDefinition for each trait that *platform* offers, and a WorkloadDefinition for each workload.

    In v1beta1 the parameters stand as a JSON schema in ``spec.extension.parameters``: KubeVela takes a schema
    from CUE alone, and there is none to run.

    Source: OAM v1alpha2 and KubeVela v1beta1, TraitDefinition, WorkloadDefinition.
    """
    offered = {catalogue.name_of(one.trait): one.trait for one in platform.implementations}
    conflicts = _conflicts(catalogue, platform)
    for name, trait in sorted(offered.items()):
        yield _trait_definition(catalogue, platform, trait, conflicts.get(name, ()), api_version)
    for name, workload in catalogue.workloads.items():
        yield _workload_definition(name, workload, api_version)


def kebab(name: str) -> str:
    """``AutoScaler`` as ``auto-scaler``, ``acme_traits.HTTPRoute`` as ``acme-traits-http-route``."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name)
    return re.sub(r"[._]", "-", words).lower()


def _conflicts(catalogue: Catalogue, platform: Platform) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for pair in relations_of(platform, catalogue.name_of):
        if pair.relation is Relation.CONFLICTING:
            found.setdefault(pair.first, []).append(kebab(pair.second))
            found.setdefault(pair.second, []).append(kebab(pair.first))
    return {name: tuple(others) for name, others in found.items()}


def _trait_definition(
    catalogue: Catalogue,
    platform: Platform,
    trait: type[Trait],
    conflicts: Iterable[str],
    api_version: str,
) -> Object:
    description = described(trait)
    applies = [
        kebab(name)
        for name, workload in catalogue.workloads.items()
        if trait.applies_to <= characteristics_of(workload)
    ]
    extension = {
        "parameters": parameter_schema(trait),
        "appliesTo": sorted(one.value for one in trait.applies_to),
        "implementedBy": getattr(platform.implementation_of(trait), "name", ""),
    }
    return {
        "apiVersion": api_version,
        "kind": "TraitDefinition",
        "metadata": {
            "name": kebab(catalogue.name_of(trait)),
            "annotations": {"definition.oam.dev/description": description.summary},
        },
        "spec": {
            "definitionRef": {"name": _definition_name(platform, trait)},
            "appliesToWorkloads": applies or ["*"],
            **({"conflictsWith": sorted(conflicts)} if conflicts and api_version == V1BETA1 else {}),
            "extension": extension,
        },
    }


def _workload_definition(name: str, workload: type[Workload], api_version: str) -> Object:
    description = described(workload)
    rendered = workload.example().render(
        Context(application="shop", component="web", namespace="default", opinions=Opinions())
    )
    return {
        "apiVersion": api_version,
        "kind": "WorkloadDefinition",
        "metadata": {
            "name": kebab(name),
            "annotations": {"definition.oam.dev/description": description.summary},
            "labels": {
                f"workload.oam.dev/{one.value}": "true"
                for one in sorted(rendered.characteristics, key=lambda one: one.value)
            },
        },
        "spec": {
            "definitionRef": {"name": _resource(rendered.ref.api.kind, rendered.ref.api.api_version)},
            "extension": {"parameters": parameter_schema(workload)},
        },
    }


def _definition_name(platform: Platform, trait: type[Trait]) -> str:
    """The resource that implements the trait: what it makes first, or the trait itself."""
    try:
        bound = bound_example(platform, trait)
    except FailingError:
        bound = None
    made = next((one for one in bound[1].effects if isinstance(one, Create)), None) if bound else None
    return _resource(made.kind, made.api_version) if made else f"{kebab(trait.__name__)}s.oamdsl.dev"


def _resource(kind: str, api_version: str) -> str:
    """The name of a kind's definition, ``scaledobjects.keda.sh``."""
    plural = kind.lower()
    for end, ending in _PLURALS:
        if plural.endswith(end):
            plural = plural.removesuffix(end) + ending
            break
    else:
        plural += "s"
    group, slash, _ = api_version.rpartition("/")
    return f"{plural}.{group}" if slash else plural
