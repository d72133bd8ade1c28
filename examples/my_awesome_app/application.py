"""The application operators' file: parameters and traits, per environment where they differ."""

from examples.my_awesome_app.components import Nginx
from oamdsl import Application, AutoScaler, Environment, SecurityPolicy


def my_awesome_app(environment: Environment) -> Application:
    """A web server that scales with its load."""
    nginx = Nginx(
        "nginx",
        connections=4096,
        traits=[
            AutoScaler(minimum=1, maximum=9),
            SecurityPolicy(allow_privilege_escalation=False),
        ],
    )
    return Application("my-awesome-app", [nginx])
