"""The project's own examples and environments, as tests need them."""

from pathlib import Path

import pytest

from oamdsl.compose.plan import Plan
from oamdsl.project import Project

ROOT = Path(__file__).parent.parent
PROJECT = Project.load(ROOT)
EVERY_ENVIRONMENT = pytest.mark.parametrize("environment", [one.name for one in PROJECT.environments])


def plan_of(environment: str) -> Plan:
    """All examples in *environment*."""
    return PROJECT.plan(PROJECT.environment(environment))
