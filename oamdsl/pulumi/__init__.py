"""A plan as Pulumi resources: the only package that imports pulumi."""

from oamdsl.pulumi.deploy import deploy, deploy_project

__all__ = ["deploy", "deploy_project"]
