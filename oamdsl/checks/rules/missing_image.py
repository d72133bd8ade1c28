"""OAM420."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place
from oamdsl.checks.pods import pods
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM420", source="Kubernetes v1.37, pkg/apis/core/validation, validateContainerCommon")
def missing_image(plan: Plan) -> Iterator[Violation]:
    """A container has no image.

    Why: the API server refuses the pod, although its schema lets the image be left out.

    Example:
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "spec": {"containers": [{"name": "web", "args": ["--verbose"]}]},
        }

        @component
        class Shop(Component):
            def workload(self):
                return KubernetesWorkload(pod)

        Shop("shop")

    Use instead:
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "spec": {"containers": [{"name": "web", "image": "nginx:1.29", "args": ["--verbose"]}]},
        }

        @component
        class Shop(Component):
            def workload(self):
                return KubernetesWorkload(pod)

        Shop("shop")
    """
    for pod in pods(plan):
        for container in pod.containers:
            if container.body.get("image") in (None, ""):
                name = pod.composed.component.name
                yield Violation(
                    message=f"{container.label} of {pod.ref} of component `{name}` has no image",
                    places=(
                        pod.place_in(container, f"{container.label} is written here"),
                        component_place(pod.composed),
                    ),
                    subject=(*pod.composed.subject, str(pod.ref)),
                    help="give it its `image`",
                )
