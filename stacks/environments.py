"""The infrastructure operators' file: the environments, one for each Pulumi stack."""

from oamdsl import Environment
from stacks.platforms import GATEWAY, NGINX

ENVIRONMENTS = [
    Environment(
        "dev",
        platform=NGINX,
        namespace="dev",
        create_namespace=True,
        settings={"domain": "dev.example.com"},
    ),
    Environment(
        "staging",
        platform=NGINX,
        namespace="staging",
        create_namespace=True,
        settings={"domain": "staging.example.com"},
    ),
    Environment(
        "prod",
        platform=GATEWAY,
        namespace="prod",
        create_namespace=True,
        settings={"domain": "example.com"},
    ),
]
