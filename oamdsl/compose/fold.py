"""Effects folded into a component's objects: what nobody contests is applied, what is contested is reported.

The result does not depend on the order of the traits: they are taken in the order of the program's text, all
objects are created first, then entries are added, then fields are decided, then what is left open gets its
defaults, then values are amended, each in the order of their paths. Two claims to one field never both apply,
unless one trait amends what the other offers.
"""

from collections.abc import Iterable

from oamdsl.compose.folded import Binding, Controller, Folded
from oamdsl.compose.folding.amendments import amend
from oamdsl.compose.folding.creation import create
from oamdsl.compose.folding.decisions import decide, default
from oamdsl.compose.folding.draft import DeveloperClaim
from oamdsl.compose.folding.entries import add
from oamdsl.compose.folding.run_time import rewrite
from oamdsl.compose.folding.state import Folding
from oamdsl.model.workload import RenderedWorkload


def fold(
    workload: RenderedWorkload,
    bindings: Iterable[Binding],
    developer_claim: DeveloperClaim,
    controllers: Iterable[Controller] = (),
) -> Folded:
    """Apply the effects of *bindings* to the objects of *workload*.

    Args:
        workload: What the developer wrote, rendered.
        bindings: Traits with their effects, in any order.
        developer_claim: Tells whose a field of the workload is, asked for contested fields alone.
        controllers: What controllers of the plan's objects do to the component's, in any order.
    """
    folding = Folding(workload, bindings, developer_claim, controllers)
    create(folding)
    add(folding)
    decide(folding)
    default(folding)
    amend(folding)
    rewrite(folding)
    return folding.result()
