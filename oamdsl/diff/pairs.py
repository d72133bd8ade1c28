"""The objects of an environment before and after, and which is which."""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from oamdsl.diff.matching import Objects, successors
from oamdsl.diff.requests import Taken, certificates, taken
from oamdsl.diff.state import ComponentState, EnvironmentState
from oamdsl.kubernetes.object import Object, ObjectRef


@attrs.frozen(kw_only=True)
class Environments:
    """What of one environment each of its components is compared in the light of."""

    before: Objects
    after: Objects
    old_routes: Taken
    new_routes: Taken
    certificates: Mapping[str, str]

    @classmethod
    def of(cls, before: EnvironmentState, after: EnvironmentState) -> "Environments":
        """One environment in two states."""
        old, new = (
            [body for component in one.components for body in component.objects] for one in (before, after)
        )
        return cls(
            before=Objects.of(before),
            after=Objects.of(after),
            old_routes=taken(old),
            new_routes=taken(new),
            certificates=certificates(new),
        )


@attrs.frozen(kw_only=True)
class Pairs:
    """The objects of one component, before and after.

    Attributes:
        kept: Objects before and after that are one, and those where one takes the place of another.
        gone: Objects that are nowhere any more.
        come: Objects that were nowhere before.
        moved: Objects that another component had, or has: {object: (whose it was, whose it is)}.
    """

    kept: tuple[tuple[Object, Object], ...]
    gone: tuple[Object, ...]
    come: tuple[Object, ...]
    moved: tuple[tuple[Object, str, str], ...]

    @classmethod
    def of(cls, both: Environments, before: ComponentState, after: ComponentState) -> "Pairs":
        """The objects of a component of *both* that was *before* and will be *after*."""
        old, new = both.before.in_component(before), both.after.in_component(after)
        elsewhere = {
            key: both.before.owners[key] for key in new if key not in old and key in both.before.owners
        }
        away = {key: both.after.owners[key] for key in old if key not in new and key in both.after.owners}
        gone = {key: body for key, body in old.items() if key not in new and key not in away}
        come = {key: body for key, body in new.items() if key not in old and key not in elsewhere}
        renamed = successors(gone, come, _last(before.name), _last(after.name))
        taken_up = {key: old[key] for key in new if key in old} | {
            key: body for key, (_, body) in elsewhere.items()
        }
        by_new = {new: old for old, new in renamed.items()}
        return cls(
            kept=tuple(
                (taken_up[key] if key in taken_up else old[by_new[key]], body)
                for key, body in new.items()
                if key in taken_up or key in by_new
            ),
            gone=tuple(body for key, body in gone.items() if key not in renamed),
            come=tuple(body for key, body in come.items() if key not in by_new),
            moved=(
                *((old[key], before.name, owner) for key, (owner, _) in away.items() if owner != after.name),
                *(
                    (new[key], owner, after.name)
                    for key, (owner, _) in elsewhere.items()
                    if owner != before.name
                ),
            ),
        )

    def named(self, objects: Iterable[Object]) -> Iterator[Object]:
        """*objects*, of before, by the names that they have now, so that facts about them have one name."""
        for body in objects:
            now = next((new for old, new in self.kept if old is body), body)
            name = now["metadata"]["name"]
            yield {**body, "metadata": {**body["metadata"], "name": name}}

    def named_owners(self, owners: Mapping[str, str] | None) -> Mapping[str, str] | None:
        """*owners*, of before, by the names that the objects have now."""
        names = {str(ObjectRef.of(old)): str(ObjectRef.of(new)) for old, new in self.kept}
        if owners is None:
            return None
        split = ((field.partition(" "), who) for field, who in owners.items())
        return {f"{names.get(ref, ref)}{space}{path}": who for (ref, space, path), who in split}


def _last(name: str) -> str:
    return name.rpartition("/")[2]
