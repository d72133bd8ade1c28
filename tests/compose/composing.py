"""What the tests of composition build on: a Deployment, and traits whose effects a test chooses."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from oamdsl import (
    Application,
    Component,
    Container,
    ContainerizedWorkload,
    Context,
    Environment,
    KubernetesWorkload,
    Opinions,
    Platform,
    RenderedWorkload,
    Trait,
    Workload,
    component,
    implements,
    trait,
)
from oamdsl.compose.compose import compose
from oamdsl.compose.fold import fold
from oamdsl.compose.folded import Binding, Folded
from oamdsl.compose.ledger import Claim, Owner, Role, Verb
from oamdsl.compose.plan import ComposedComponent
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.model.effect import Effect

CONTEXT = Context(application="shop", component="web", namespace="prod", opinions=Opinions())
DEPLOYMENT = ObjectRef(Api("apps/v1", "Deployment"), "web", "prod")
POD = "spec.template.spec"
WEB = f"{POD}.containers[name=web]"

Effects = Callable[[RenderedWorkload], Iterable[Effect]]


def field(path: str, ref: ObjectRef = DEPLOYMENT) -> FieldRef:
    return FieldRef(ref, Path.parse(path))


def deployment(spec: Mapping[str, Any] | None = None, **metadata: Any) -> Workload:
    """A Deployment of one container as it is, with more in its spec."""
    template = {"spec": {"containers": [{"name": "web", "image": "web:1"}]}}
    body = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        **({"metadata": metadata} if metadata else {}),
        "spec": {"template": template, **(spec or {})},
    }
    return KubernetesWorkload(body)


def pod(**spec: Any) -> dict[str, Any]:
    """The spec of a Deployment whose container is web."""
    containers = spec.pop("containers", [{"name": "web", "image": "web:1"}])
    return {"template": {"spec": {"containers": containers, **spec}}}


@trait
class A(Trait):
    """A third party's trait."""


@trait
class B(Trait):
    """Another party's trait."""


@trait
class C(Trait):
    """One more."""


@trait
class D(Trait):
    """And one more."""


CLASSES = (A, B, C, D)


def binding(one: Trait, effects: Iterable[Effect]) -> Binding:
    made = tuple(effects)

    @implements(type(one))
    def implementation(_trait: Trait, _workload: RenderedWorkload) -> Iterable[Effect]:
        return made

    return Binding(one, implementation, made)


def rendered(workload: Workload | None = None) -> RenderedWorkload:
    return (workload or deployment()).render(CONTEXT)


def wrote(one: Any, path: Path) -> Claim:
    owner = Owner(Role.DEVELOPER, "Web", one.origin)
    return Claim(FieldRef(one.ref, path), owner, Verb.WROTE)


def folded(*effects: Iterable[Effect], workload: Workload | None = None) -> Folded:
    """A Deployment with the effects of trait A, of trait B and so on."""
    bindings = [binding(cls(), some) for cls, some in zip(CLASSES, effects, strict=False)]
    return fold(rendered(workload), bindings, wrote)


def contests(result: Folded) -> set[tuple[str, str, str]]:
    """``{(field, one owner, the other)}``."""
    return {
        (str(one.second.field), *sorted((one.first.owner.name, one.second.owner.name)))
        for one in result.contests
    }


def text(result: Folded) -> str:
    return json.dumps([one.body for one in result.objects], indent=1)


def composed(
    one: Component,
    platform: Platform | None = None,
    *,
    namespace: str = "prod",
) -> ComposedComponent:
    environment = Environment("prod", platform=platform or Platform("bare"), namespace=namespace)
    return compose(environment, [Application("shop", [one])]).components[0]


@component
class Web(Component):
    """A component without parameters."""

    def workload(self) -> Workload:
        return ContainerizedWorkload([Container("web", image="web:1")])
