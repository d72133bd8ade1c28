"""OAM002."""

from collections.abc import Iterator

from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM002", source="oamdsl: a project's modules are imported to be checked", suppressible=False)
def failing_import(found: Violation) -> Iterator[Violation]:
    """A module of the project cannot be imported.

    Why: what it would have declared is unknown. It may be a mistake in the module, or in one that it imports.

    Example:
        # applications/shop.py
        from componets.web import Web
        from oamdsl import Application, Environment


        def shop(environment: Environment) -> Application:
            return Application("shop", [Web("web")])

    Use instead:
        # applications/shop.py
        from components.web import Web
        from oamdsl import Application, Environment


        def shop(environment: Environment) -> Application:
            return Application("shop", [Web("web")])
    """
    yield found
