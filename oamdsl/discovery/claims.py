"""What a trait does to a component on a platform, in words."""

from collections.abc import Iterator

from oamdsl.discovery.binding import FailingError, bound_example
from oamdsl.model.effect import (
    Add,
    Amend,
    Create,
    Default,
    Delegate,
    Derive,
    Effect,
    Offer,
    Read,
    Remove,
    Replace,
    Require,
    Reserve,
    Rewrite,
    Set,
    Where,
)
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait


def claims_of(platform: Platform, trait: type[Trait]) -> tuple[str, ...]:
    """What the example of *trait* does on *platform*, an effect each; nothing where it is not offered."""
    try:
        bound = bound_example(platform, trait)
    except FailingError as error:
        return (str(error),)
    if bound is None:
        return ()
    _, binding = bound
    needs = [f"needs {what}" for what in binding.implementation.requires]
    return tuple(dict.fromkeys([*needs, *(text for one in binding.effects for text in _words(one))]))


def _words(effect: Effect) -> Iterator[str]:  # noqa: C901, PLR0912 - one for each effect
    match effect:
        case Create():
            yield f"makes {effect.kind} ({effect.api_version})"
        case Reserve():
            yield f"has {effect.kind} ({effect.api_version}) made by the {effect.by}"
        case Set():
            yield f"decides {effect.field}"
        case Default():
            yield f"decides {effect.field} where nobody else does: {effect.why}"
        case Remove():
            yield f"removes {effect.field}"
        case Amend():
            yield f"amends {effect.field}"
        case Derive():
            yield f"decides {effect.field} by {effect.source}: {effect.why}"
        case Add():
            yield f"adds to {effect.field}" + (f" {effect.key}" if effect.key else "")
        case Delegate():
            yield f"leaves {effect.field} to the {effect.to}"
        case Rewrite():
            where = " in each pod" if effect.in_pods else ""
            yield f"has {effect.field} changed{where} by the {effect.by}"
        case Replace():
            yield f"makes the workload a {effect.kind} ({effect.api_version})"
        case Offer():
            yield f"offers {effect.field}: {effect.why}"
        case Require():
            yield f"needs {effect.what}"
        case Read():
            yield f"reads {effect.field}: {effect.why}"
        case Where():
            for one in effect.effects:
                yield from (f"where there is {effect.object}, {text}" for text in _words(one))
            for one in effect.otherwise:
                yield from (f"where there is no {effect.object}, {text}" for text in _words(one))
        case _:  # what it refuses, it does not do
            return
