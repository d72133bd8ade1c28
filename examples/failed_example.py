"""The founding article's failed example: two autoscalers on one component. It must be refused.

Run ``oamdsl check examples/failed_example.py -s prod``.
"""

from examples.my_awesome_app.components import Nginx
from oamdsl import Application, AutoScaler, CronScaler, Environment, Window


def failed_example(environment: Environment) -> Application:
    """A component whose replicas two controllers would decide."""
    nginx = Nginx(
        "nginx-replicated-v1",
        traits=[
            AutoScaler(minimum=1, maximum=9, cpu=50),
            CronScaler(
                time_zone="America/Los_Angeles",
                windows=[Window("day", start="0 6 * * *", end="0 19 * * *", replicas=20)],
            ),
        ],
    )
    return Application("failed-example", [nginx])
