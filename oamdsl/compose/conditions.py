"""Effects that depend on which objects are there, settled once all traits of a component are known."""

from collections.abc import Iterable, Iterator

import attrs

from oamdsl.compose.created import created_object
from oamdsl.compose.folded import Binding
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.model.effect import Create, Effect, Where
from oamdsl.model.workload import RenderedWorkload


def settled(workload: RenderedWorkload, bindings: Iterable[Binding]) -> tuple[Binding, ...]:
    """*bindings* with what their `Where` comes to, so that none is left, whatever their order."""
    given = tuple(bindings)
    if not any(isinstance(effect, Where) for binding in given for effect in binding.effects):
        return given
    there = {one.ref.identity for one in workload.objects} | {
        ObjectRef.of(created_object(effect, workload)).identity
        for binding in given
        for effect in binding.effects
        if isinstance(effect, Create)
    }

    def chosen(effects: Iterable[Effect]) -> Iterator[Effect]:
        for effect in effects:
            if isinstance(effect, Where):
                yield from chosen(effect.effects if effect.object.identity in there else effect.otherwise)
            else:
                yield effect

    return tuple(attrs.evolve(binding, effects=tuple(chosen(binding.effects))) for binding in given)
