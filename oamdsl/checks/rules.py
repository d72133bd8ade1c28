"""The catalogue of rules, in the order of their codes. A code is never used again."""

from typing import Final

from oamdsl.checks.contested_field import contested_field
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.rule import Rule

RULES: Final[tuple[Rule[Plan], ...]] = (
    # 1xx: what people declared
    # 2xx: traits
    contested_field,
    # 3xx: developers' opinions
    # 4xx: the Kubernetes objects
)
