"""OAM409."""

from collections.abc import Iterator

from oamdsl.checks.leaves import suspects
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.value import is_known_secret


@rule("OAM409", source="Kubernetes, Secrets: good practices; Pulumi, Secrets handling")
def exposed_secret(plan: Plan) -> Iterator[Violation]:
    """A secret stands where everyone who may read the object sees it.

    Why: only objects of the kind Secret are kept apart, by access rules and encryption; images, arguments,
    labels, annotations and ConfigMaps are shown to whoever may look at the workload.

    Example:
        @component
        class Api(Component):
            token: str = parameter(secret=True)

            def workload(self):
                return ContainerizedWorkload(
                    [Container("api", image="api:1.4", args=["--token", self.token])]
                )

        Api("api", token="s3cr3t")

    Use instead:
        @component
        class Api(Component):
            token: str = parameter(secret=True)

            def workload(self):
                return ContainerizedWorkload(
                    [
                        Container(
                            "api",
                            image="api:1.4",
                            args=["--token", "$(TOKEN)"],
                            env={"TOKEN": self.token},
                        )
                    ]
                )

        Api("api", token="s3cr3t")
    """
    for leaf in suspects(plan):
        if is_known_secret(leaf.value):
            composed, field = leaf.composed, leaf.field
            yield Violation(
                message=(
                    f"a secret stands in `{field.path}` of {field.object}"
                    f" of component `{composed.component.name}`, where it is not kept secret"
                ),
                places=leaf.places,
                subject=(*composed.subject, str(field.object)),
                allowed="an environment variable or a config file of a container",
                help="give it to the container as an environment variable, `env={...}`",
            )
