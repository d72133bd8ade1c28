"""What is the same in two states: objects by their identity, components by name or by likeness."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from oamdsl.diff.parts import containers_of
from oamdsl.diff.state import ComponentState, EnvironmentState, usual_namespace
from oamdsl.kubernetes.api import group_of
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.tree import as_map

Identity = tuple[str, str, str, str]
"""What identifies an object in an environment: API group, kind, namespace but for the usual one, name."""


@attrs.frozen
class Objects:
    """The objects of an environment.

    Attributes:
        namespace: Where most of them are.
        owners: Identity of each object, with the component that has it, and the object.
    """

    namespace: str
    owners: Mapping[Identity, tuple[str, Object]]

    @classmethod
    def of(cls, environment: EnvironmentState) -> "Objects":
        """The objects of *environment*."""
        namespace = environment.namespace or usual_namespace(environment.components)
        return cls(
            namespace,
            {
                identity(body, namespace): (one.name, body)
                for one in environment.components
                for body in one.objects
            },
        )

    def in_component(self, component: ComponentState) -> dict[Identity, Object]:
        """The objects of *component*, a component of the environment."""
        return {identity(body, self.namespace): body for body in component.objects}


def identity(body: Object, namespace: str) -> Identity:
    """What identifies *body* in an environment whose objects are in *namespace*.

    Pulumi knows an object by this too: one that goes with its environment to another namespace is replaced.
    """
    metadata = as_map(body.get("metadata"))
    own = str(metadata.get("namespace") or "")
    group = group_of(str(body.get("apiVersion") or ""))
    return group, str(body.get("kind")), "" if own == namespace else own, str(metadata.get("name"))


def paired(
    before: Sequence[ComponentState], after: Sequence[ComponentState]
) -> Iterator[tuple[ComponentState | None, ComponentState | None]]:
    """Each component with what it was: of the same name, moved or renamed; None where there is none.

    One that has moved has its name in another application; one that was renamed has another name, and its
    class and images. The likeliest of several is taken.
    """
    old = {one.name: one for one in before}
    new = {one.name: one for one in after}
    gone = [one for one in before if one.name and one.name not in new]
    come = [one for one in after if one.name and one.name not in old]
    found = {now.name: was for was, now in _likely(gone, come)}
    for one in after:
        yield old.get(one.name) or found.get(one.name), one
    taken = {was.name for was in found.values()}
    yield from ((one, None) for one in before if one.name not in new and one.name not in taken)


def _likely(
    gone: Sequence[ComponentState], come: Sequence[ComponentState]
) -> Iterator[tuple[ComponentState, ComponentState]]:
    ranked = sorted(
        (
            (likeness, n, m)
            for n, was in enumerate(gone)
            for m, now in enumerate(come)
            if (likeness := _likeness(was, now))
        ),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    left, right = set(range(len(gone))), set(range(len(come)))
    for _, n, m in ranked:
        if n in left and m in right:
            left.remove(n)
            right.remove(m)
            yield gone[n], come[m]


def _likeness(was: ComponentState, now: ComponentState) -> int:
    """How likely *now* is what became of *was*; 0 for not at all."""
    same_class = _class(was) == _class(now)
    if was.name.partition("/")[2] == now.name.partition("/")[2]:
        return 8 if same_class else 0
    same_images = set(_images(was.objects)) == set(_images(now.objects))
    if not (same_class and same_images and _kinds(was)[:1] == _kinds(now)[:1]):
        return 0
    same_application = was.name.partition("/")[0] == now.name.partition("/")[0]
    alike = (same_application, was.declaration == now.declaration, _kinds(was) == _kinds(now))
    return 1 + sum(alike)


def _class(component: ComponentState) -> str | None:
    return None if component.declaration is None else component.declaration[""]


def _kinds(component: ComponentState) -> list[str]:
    return [str(body.get("kind")) for body in component.objects]


def _images(objects: Iterable[Object]) -> Iterator[str]:
    return (str(one.get("image")) for body in objects for one in containers_of(body))


def successors(
    gone: Mapping[Identity, Object], come: Mapping[Identity, Object], was: str, now: str
) -> dict[Identity, Identity]:
    """Which object comes in place of one that is gone, in a component that was renamed: {gone: come}.

    Args:
        gone: The objects that the component had.
        come: The objects that it has.
        was: Its name before.
        now: Its name.
    """
    found: dict[Identity, Identity] = {}
    for old in gone:
        group, kind, namespace, name = old
        if name == was or name.startswith(f"{was}-"):
            new = (group, kind, namespace, f"{now}{name.removeprefix(was)}")
            if new in come:
                found[old] = new
    return found
