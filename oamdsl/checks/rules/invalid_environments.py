"""OAM004."""

from collections.abc import Iterator

from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM004", source="oamdsl: an environment is a Pulumi stack, found by its name", suppressible=False)
def invalid_environments(found: Violation) -> Iterator[Violation]:
    """What a project names as its environments is no list of environments with names of their own.

    Why: an environment that cannot be told from another cannot be checked, and might be deployed for it.

    Example:
        # stacks/environments.py
        from oamdsl import Environment
        from stacks.platforms import CLUSTER

        ENVIRONMENTS = [
            Environment("dev", platform=CLUSTER, settings={"domain": "dev.example.com"}),
            Environment("dev", platform=CLUSTER, settings={"domain": "example.com"}),
        ]

    Use instead:
        # stacks/environments.py
        from oamdsl import Environment
        from stacks.platforms import CLUSTER

        ENVIRONMENTS = [
            Environment("dev", platform=CLUSTER, settings={"domain": "dev.example.com"}),
            Environment("prod", platform=CLUSTER, settings={"domain": "example.com"}),
        ]
    """
    yield found
