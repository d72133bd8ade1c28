"""OAM001."""

from collections.abc import Iterator

from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM001", source="oamdsl: [tool.oamdsl] in pyproject.toml", suppressible=False)
def unreadable_settings(found: Violation) -> Iterator[Violation]:
    """A project's settings cannot be understood, or name what is not there.

    Why: without them nobody knows which applications and environments there are, so nothing can be checked.

    Example:
        # pyproject.toml
        [tool.oamdsl]
        application = ["applications.shop:shop"]
        environments = "stacks.environments:ENVIRONMENTS"

    Use instead:
        # pyproject.toml
        [tool.oamdsl]
        applications = ["applications.shop:shop"]
        environments = "stacks.environments:ENVIRONMENTS"
    """
    yield found
