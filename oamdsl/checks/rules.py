"""The catalogue of rules, in the order of their codes. A code is never used again."""

from typing import Final

from oamdsl.checks.ambiguous_implementation import ambiguous_implementation
from oamdsl.checks.contested_field import contested_field
from oamdsl.checks.contested_object import contested_object
from oamdsl.checks.declared_conflict import declared_conflict
from oamdsl.checks.dependency_cycle import dependency_cycle
from oamdsl.checks.duplicate_component import duplicate_component
from oamdsl.checks.failing_function import failing_function
from oamdsl.checks.fixed_parameter import fixed_parameter
from oamdsl.checks.inapplicable_trait import inapplicable_trait
from oamdsl.checks.invalid_default import invalid_default
from oamdsl.checks.misdirected_effect import misdirected_effect
from oamdsl.checks.missing_api import missing_api
from oamdsl.checks.missing_parameter import missing_parameter
from oamdsl.checks.mistyped_parameter import mistyped_parameter
from oamdsl.checks.out_of_range_parameter import out_of_range_parameter
from oamdsl.checks.refused_trait import refused_trait
from oamdsl.checks.undeclared_class import undeclared_class
from oamdsl.checks.unknown_dependency import unknown_dependency
from oamdsl.checks.unknown_parameter import unknown_parameter
from oamdsl.checks.unoffered_trait import unoffered_trait
from oamdsl.checks.unset_field import unset_field
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.rule import Rule

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
    # 3xx: developers' opinions
    # 4xx: the Kubernetes objects
)
