"""What a developer demands of every operator: the opinions that the article asks for."""

from oamdsl.kubernetes.pod_security import PodSecurityLevel
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter


@declare
class Opinions(Element):
    """Demands of a component on whoever operates it; each is checked.

    Attributes:
        single_instance: Never may two run at once: no trait scales it, and a rollout stops the old pod first.
        batch: It runs to completion; traits for services do not apply.
        security: The Pod Security Standard that its pods keep, whatever traits do.
        keeps_data: Its volumes outlive it: no trait and no update may drop one.

    Source: the founding article, "opinions of developers"; Kubernetes, Pod Security Standards.
    """

    single_instance: bool = parameter(default=False)
    batch: bool = parameter(default=False)
    security: PodSecurityLevel = parameter(default=PodSecurityLevel.PRIVILEGED)
    keeps_data: bool = parameter(default=False)
