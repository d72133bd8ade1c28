"""The catalogue of rules, in the order of their codes. A code is never used again."""

from typing import Final

from oamdsl.checks.rules.ambiguous_implementation import ambiguous_implementation
from oamdsl.checks.rules.circular_order import circular_order
from oamdsl.checks.rules.coarse_release import coarse_release
from oamdsl.checks.rules.contested_field import contested_field
from oamdsl.checks.rules.contested_object import contested_object
from oamdsl.checks.rules.contradictory_privileges import contradictory_privileges
from oamdsl.checks.rules.cut_off import cut_off
from oamdsl.checks.rules.dapr_clash import dapr_clash
from oamdsl.checks.rules.data_not_kept import data_not_kept
from oamdsl.checks.rules.declared_conflict import declared_conflict
from oamdsl.checks.rules.dependency_cycle import dependency_cycle
from oamdsl.checks.rules.deprecated_api import deprecated_api
from oamdsl.checks.rules.duplicate_component import duplicate_component
from oamdsl.checks.rules.duplicate_entry import duplicate_entry
from oamdsl.checks.rules.duplicate_route import duplicate_route
from oamdsl.checks.rules.exclusive_volume_scaled import exclusive_volume_scaled
from oamdsl.checks.rules.exposed_secret import exposed_secret
from oamdsl.checks.rules.failing_application import failing_application
from oamdsl.checks.rules.failing_function import failing_function
from oamdsl.checks.rules.failing_import import failing_import
from oamdsl.checks.rules.fixed_parameter import fixed_parameter
from oamdsl.checks.rules.fractional_pinned_cpu import fractional_pinned_cpu
from oamdsl.checks.rules.inapplicable_trait import inapplicable_trait
from oamdsl.checks.rules.incomplete_object import incomplete_object
from oamdsl.checks.rules.invalid_default import invalid_default
from oamdsl.checks.rules.invalid_environments import invalid_environments
from oamdsl.checks.rules.invalid_label import invalid_label
from oamdsl.checks.rules.invalid_name import invalid_name
from oamdsl.checks.rules.invalid_object import invalid_object
from oamdsl.checks.rules.invalid_port import invalid_port
from oamdsl.checks.rules.invalid_quantity import invalid_quantity
from oamdsl.checks.rules.invalid_suppression import invalid_suppression
from oamdsl.checks.rules.misdirected_controller import misdirected_controller
from oamdsl.checks.rules.misdirected_effect import misdirected_effect
from oamdsl.checks.rules.mismatched_selector import mismatched_selector
from oamdsl.checks.rules.missed_service_level import missed_service_level
from oamdsl.checks.rules.missing_api import missing_api
from oamdsl.checks.rules.missing_image import missing_image
from oamdsl.checks.rules.missing_parameter import missing_parameter
from oamdsl.checks.rules.mistyped_parameter import mistyped_parameter
from oamdsl.checks.rules.opaque_text import opaque_text
from oamdsl.checks.rules.out_of_range_parameter import out_of_range_parameter
from oamdsl.checks.rules.overlapping_budgets import overlapping_budgets
from oamdsl.checks.rules.pods_never_let_go import pods_never_let_go
from oamdsl.checks.rules.pods_never_renewed import pods_never_renewed
from oamdsl.checks.rules.port_clash import port_clash
from oamdsl.checks.rules.refused_trait import refused_trait
from oamdsl.checks.rules.refused_workload import refused_workload
from oamdsl.checks.rules.removed_api import removed_api
from oamdsl.checks.rules.request_above_limit import request_above_limit
from oamdsl.checks.rules.rival_releases import rival_releases
from oamdsl.checks.rules.scraped_twice import scraped_twice
from oamdsl.checks.rules.security_level_violated import security_level_violated
from oamdsl.checks.rules.service_trait_on_batch import service_trait_on_batch
from oamdsl.checks.rules.single_instance_scaled import single_instance_scaled
from oamdsl.checks.rules.undeclared_class import undeclared_class
from oamdsl.checks.rules.unheard_port import unheard_port
from oamdsl.checks.rules.unknown_backend import unknown_backend
from oamdsl.checks.rules.unknown_component import unknown_component
from oamdsl.checks.rules.unknown_dependency import unknown_dependency
from oamdsl.checks.rules.unknown_parameter import unknown_parameter
from oamdsl.checks.rules.unknown_port import unknown_port
from oamdsl.checks.rules.unknown_volume import unknown_volume
from oamdsl.checks.rules.unmeasured_container import unmeasured_container
from oamdsl.checks.rules.unoffered_trait import unoffered_trait
from oamdsl.checks.rules.unprobed_release import unprobed_release
from oamdsl.checks.rules.unreadable_settings import unreadable_settings
from oamdsl.checks.rules.unset_field import unset_field
from oamdsl.checks.rules.unused_suppression import unused_suppression
from oamdsl.checks.suppressing import Suppressions
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import Rule

PROJECT_RULES: Final[tuple[Rule[Violation], ...]] = (
    # 0xx: a project that cannot be read; whoever reads it finds them
    unreadable_settings,
    failing_import,
    failing_application,
    invalid_environments,
)

RULES: Final[tuple[Rule[Plan], ...]] = (
    # 1xx: what people declared
    unknown_parameter,
    missing_parameter,
    mistyped_parameter,
    out_of_range_parameter,
    fixed_parameter,
    invalid_default,
    undeclared_class,
    failing_function,
    duplicate_component,
    unknown_dependency,
    dependency_cycle,
    refused_workload,
    unknown_component,
    # 2xx: traits
    inapplicable_trait,
    contested_field,
    contested_object,
    declared_conflict,
    unoffered_trait,
    missing_api,
    unset_field,
    refused_trait,
    misdirected_effect,
    ambiguous_implementation,
    pods_never_renewed,
    misdirected_controller,
    rival_releases,
    overlapping_budgets,
    circular_order,
    scraped_twice,
    cut_off,
    dapr_clash,
    unheard_port,
    # 3xx: developers' opinions
    single_instance_scaled,
    service_trait_on_batch,
    security_level_violated,
    data_not_kept,
    # 4xx: the Kubernetes objects
    invalid_name,
    invalid_label,
    invalid_quantity,
    invalid_port,
    port_clash,
    duplicate_entry,
    unknown_volume,
    request_above_limit,
    exposed_secret,
    opaque_text,
    exclusive_volume_scaled,
    incomplete_object,
    mismatched_selector,
    unknown_port,
    invalid_object,
    deprecated_api,
    removed_api,
    missing_image,
    contradictory_privileges,
    unprobed_release,
    coarse_release,
    pods_never_let_go,
    unmeasured_container,
    missed_service_level,
    fractional_pinned_cpu,
    duplicate_route,
    unknown_backend,
)

SUPPRESSION_RULES: Final[tuple[Rule[Suppressions], ...]] = (
    # 5xx: comments that accept findings
    unused_suppression,
    invalid_suppression,
)

CATALOGUE: Final[tuple[Rule[Violation] | Rule[Plan] | Rule[Suppressions], ...]] = (
    *PROJECT_RULES,
    *RULES,
    *SUPPRESSION_RULES,
)
"""Every rule, in the order of the codes."""
