"""OAM003."""

from collections.abc import Iterator

from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM003", source="oamdsl: an application is a function of its environment", suppressible=False)
def failing_application(found: Violation) -> Iterator[Violation]:
    """An application cannot be made: its function fails, returns something else, or is not to be found.

    Why: what the application consists of in that environment is unknown, and nothing unknown is deployed.

    Example:
        # applications/shop.py
        from components.web import Web
        from oamdsl import Application, Environment


        def shop(environment: Environment) -> Application:
            Application("shop", [Web("web")])

    Use instead:
        # applications/shop.py
        from components.web import Web
        from oamdsl import Application, Environment


        def shop(environment: Environment) -> Application:
            return Application("shop", [Web("web")])
    """
    yield found
