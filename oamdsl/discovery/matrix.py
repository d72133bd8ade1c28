"""The relations of all traits as a matrix."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from oamdsl.compose.relation import Relation
from oamdsl.discovery.relations import Pair

_SIGNS: Final[Mapping[Relation | None, str]] = {
    Relation.CONFLICTING: "x",
    Relation.COMPOSABLE: "+",
    Relation.ORTHOGONAL: ".",
    None: "-",
}
LEGEND: Final = "x conflicting, + composable, . orthogonal, - never together, ? unknown"


def matrix(names: Sequence[str], pairs: Sequence[Pair]) -> str:
    """A sign for every two of *names*, below the diagonal; the columns are numbered as the rows."""
    signs = _signs(pairs)
    width = max((len(name) for name in names), default=0)
    digits = len(str(len(names)))
    lines = [f"{'':{digits + width + 2}}{''.join(f'{number:>3}' for number in range(1, len(names)))}"]
    for row, name in enumerate(names):
        cells = "".join(f"{signs.get(frozenset((name, other)), ' '):>3}" for other in names[:row])
        lines.append(f"{row + 1:>{digits}}  {name:<{width}}{cells}".rstrip())
    return "\n".join(line.rstrip() for line in lines) + "\n"


def matrix_in_markdown(platform: str, names: Sequence[str], pairs: Sequence[Pair]) -> str:
    """A page: the matrix, and the reason of every pair that is not orthogonal."""
    signs = _signs(pairs)
    lines = [
        f"# How the traits of `{platform}` go together",
        "",
        f"Signs: {LEGEND}.",
        "",
        *_row(["", *(f"`{name}`" for name in names)]),
        *_row(["---"] * (len(names) + 1)),
        *(
            line
            for name in names
            for line in _row([f"`{name}`", *(signs.get(frozenset((name, other)), "") for other in names)])
        ),
        "",
        *_row(["trait", "and trait", "are", "because"]),
        *_row(["---"] * 4),
        *(
            line
            for one in pairs
            if one.relation is not Relation.ORTHOGONAL
            for line in _row([f"`{one.first}`", f"`{one.second}`", one.word, one.reason.replace("|", "\\|")])
        ),
    ]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"


def _signs(pairs: Sequence[Pair]) -> Mapping[frozenset[str], str]:
    return {
        frozenset((one.first, one.second)): _SIGNS[one.relation] if one.is_known else "?" for one in pairs
    }
