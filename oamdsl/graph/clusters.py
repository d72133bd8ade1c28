"""Components that hang together by what they depend on, in columns."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from oamdsl.graph.graph import Edge, Node


@attrs.frozen
class Cluster:
    """Components that hang together.

    Attributes:
        columns: They, from those that nothing depends on to those that depend on nothing: each stands to the
            right of all that depend on it, unless they depend on each other. An edge has a place of its own
            in each column that it passes.
    """

    columns: tuple[tuple[Node | Edge, ...], ...]

    @property
    def rows(self) -> int:
        """How many places the longest column has."""
        return max(map(len, self.columns))


def clusters_of(nodes: Sequence[Node], edges: Iterable[Edge]) -> list[Cluster]:
    """*nodes* by how *edges* between them hold them together, in the order of the first node of each."""
    by_id = {node.id: node for node in nodes}
    links = _Links(by_id, [edge for edge in edges if {edge.source, edge.target} <= by_id.keys()])
    ranks = _ranks(links)
    return [
        Cluster(tuple(_columns([by_id[one] for one in together], links, ranks)))
        for together in _together(links)
    ]


class _Links:
    """Edges by the nodes that they start from, and that they lead to."""

    def __init__(self, ids: Iterable[str], edges: Iterable[Edge]) -> None:
        self.leaving: Final[dict[str, list[Edge]]] = {one: [] for one in ids}
        self.arriving: Final[dict[str, list[Edge]]] = {one: [] for one in self.leaving}
        for edge in edges:
            self.leaving[edge.source].append(edge)
            self.arriving[edge.target].append(edge)

    def neighbours(self, one: str) -> Iterator[str]:
        """What is at the other ends of the edges of *one*."""
        yield from (edge.target for edge in self.leaving[one])
        yield from (edge.source for edge in self.arriving[one])


def _together(links: _Links) -> Iterator[list[str]]:
    """The nodes that edges lead between, whichever way, each set in the order declared."""
    first: dict[str, str] = {}
    for start in links.leaving:
        waiting = [] if start in first else [start]
        while waiting:
            one = waiting.pop()
            first[one] = start
            waiting += (other for other in links.neighbours(one) if other not in first)
    found: dict[str, list[str]] = {}
    for one in links.leaving:
        found.setdefault(first[one], []).append(one)
    yield from found.values()


def _ranks(links: _Links) -> Mapping[str, int]:
    """The column of each: by the longest way from what nothing depends on.

    What nothing depends on then moves up to what it depends on. A circle is cut open where it begins.
    """
    ranks = dict.fromkeys(links.leaving, 0)
    awaited = {one: len(edges) for one, edges in links.arriving.items()}
    ready = deque(one for one, count in awaited.items() if not count)
    left = dict.fromkeys(ranks)
    while left:
        one = ready.popleft() if ready else next(iter(left))
        del left[one]
        for edge in links.leaving[one]:
            if edge.target in left:
                ranks[edge.target] = max(ranks[edge.target], ranks[one] + 1)
                awaited[edge.target] -= 1
                if not awaited[edge.target]:
                    ready.append(edge.target)
    for one, edges in links.leaving.items():
        if edges and not links.arriving[one]:
            ranks[one] = min(ranks[edge.target] for edge in edges) - 1
    return ranks


def _columns(
    nodes: Sequence[Node], links: _Links, ranks: Mapping[str, int]
) -> Iterator[tuple[Node | Edge, ...]]:
    """Each column, so sorted that lines from the one before rarely cross."""
    columns: dict[int, list[Node | Edge]] = {}
    for node in nodes:
        columns.setdefault(ranks[node.id], []).append(node)
        for edge in links.leaving[node.id]:
            for passed in range(ranks[node.id] + 1, ranks[edge.target]):
                columns.setdefault(passed, []).append(edge)
    rows: dict[str | Edge, int] = {}
    for _, column in sorted(columns.items()):
        column.sort(key=lambda one: _row_before(one, links, rows))
        rows |= {one.id if isinstance(one, Node) else one: row for row, one in enumerate(column)}
        yield tuple(column)


def _row_before(one: Node | Edge, links: _Links, rows: Mapping[str | Edge, int]) -> float:
    """The row, on average, from which *one* is reached; 0 where it is reached from nowhere."""
    arriving = [one] if isinstance(one, Edge) else links.arriving[one.id]
    before = [rows.get(edge, rows.get(edge.source)) for edge in arriving]
    found = [row for row in before if row is not None]
    return sum(found) / len(found) if found else 0.0
