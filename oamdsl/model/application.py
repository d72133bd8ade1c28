"""Components that are deployed together, with their traits: the ApplicationConfiguration of OAM."""

from collections.abc import Sequence

from oamdsl.model.component import Component
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter


@declare
class Application(Element):
    """What an application operator deploys to one environment.

    Attributes:
        name: The application's name; every object carries it as ``app.kubernetes.io/part-of``.
        components: Its components, with parameters set and traits bound.

    Source: OAM v1alpha2, ApplicationConfiguration; v1beta1, Application.
    """

    name: str = parameter(kw_only=False)
    components: Sequence[Component] = parameter(kw_only=False, default=())
