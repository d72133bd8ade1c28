"""The order of things some of which shall stand after others."""

from collections.abc import Collection, Mapping


def in_turn(after: Mapping[str, Collection[str]]) -> tuple[list[str], list[list[str]]]:
    """The names of *after* in order, and the circles among them.

    Args:
        after: {name: names that stand before it}; one that is no key is nothing to wait for.

    Returns:
        The names, in the order given as far as nothing else is said; a circle is cut before its first name.
        Each circle begins with that, and each name in it shall stand after the next one.
    """
    order: list[str] = []
    circles: list[list[str]] = []
    pending = {name: {one for one in before if one in after} for name, before in after.items()}
    while pending:
        ready = next((name for name, before in pending.items() if before.isdisjoint(pending)), None)
        if ready is None:
            circle = _circle(pending)
            circles.append(circle)
            ready = circle[0]
        del pending[ready]
        order.append(ready)
    return order, circles


def _circle(pending: Mapping[str, Collection[str]]) -> list[str]:
    """The circle that the first name of *pending* leads to, each of which waits for another one of them."""
    walk: list[str] = [next(iter(pending))]
    while walk[-1] not in walk[:-1]:
        walk.append(next(name for name in pending if name in pending[walk[-1]]))
    circle = walk[walk.index(walk[-1]) : -1]
    start = circle.index(min(circle, key=list(pending).index))
    return [*circle[start:], *circle[:start]]
