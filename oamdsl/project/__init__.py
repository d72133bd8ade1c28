"""A user's project on disk: which applications and environments it has. Reads files, imports modules.

``[tool.oamdsl]`` in ``pyproject.toml`` names them::

    [tool.oamdsl]
    applications = ["shop.application:shop"]          # functions of an Environment
    environments = "stacks.environments:ENVIRONMENTS" # a list of Environment

The command and the Pulumi program read the same lines, so they speak of the same things.
"""

from oamdsl.project.entry import Entry
from oamdsl.project.error import ProjectError
from oamdsl.project.project import Project, root_of

__all__ = ["Entry", "Project", "ProjectError", "root_of"]
