"""OAM405."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from oamdsl.checks.entries import entry_places
from oamdsl.checks.places import component_place
from oamdsl.checks.pods import PORT, Pod, PodContainer, pods_by_component
from oamdsl.checks.services import SERVICE_PORT, service_ports, services
from oamdsl.checks.shape import mappings_in
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
