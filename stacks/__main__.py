"""What ``pulumi up -s STACK`` runs: every application of the project, in the environment of that name."""

from oamdsl.pulumi import deploy_project

deploy_project()
