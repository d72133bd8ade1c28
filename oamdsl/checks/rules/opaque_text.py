"""OAM410."""

from collections.abc import Iterator

from oamdsl.checks.leaves import mark_in, suspects
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM410", source="Pulumi, Inputs and outputs: outputs and strings")
def opaque_text(plan: Plan) -> Iterator[Violation]:
    """A text was made of a value that the program does not know.

    Why: a secret, or a value that Pulumi knows only after deployment, has no text while the program runs.
    What Python writes instead, such as "[secret]", would be deployed as it stands.

    Example:
        @component
        class Api(Component):
            password: str = parameter(secret=True)

            def workload(self):
                url = "postgres://shop:" + str(self.password) + "@db"
                return ContainerizedWorkload(
                    [Container("api", image="api:1.4", env={"URL": url})]
                )

        Api("api", password="s3cr3t")

    Use instead:
        @component
        class Api(Component):
            password: str = parameter(secret=True)

            def workload(self):
                env = {"PASSWORD": self.password, "URL": "postgres://shop:$(PASSWORD)@db"}
                return ContainerizedWorkload([Container("api", image="api:1.4", env=env)])

        Api("api", password="s3cr3t")
    """
    for leaf in suspects(plan):
        mark = mark_in(leaf.value) if isinstance(leaf.value, str) else ""
        if mark:
            composed, field = leaf.composed, leaf.field
            yield Violation(
                message=(
                    f"the text in `{field.path}` of {field.object} of component"
                    f" `{composed.component.name}` was made of a value that the program does not know"
                ),
                places=leaf.places,
                subject=(*composed.subject, str(field.object)),
                notes=(f"it has `{mark}`, which Python writes in place of such a value",),
                help=(
                    "give the value as a whole, combine it in the container, as in"
                    ' `env={"URL": "db:$(PASSWORD)"}`, or build the text with `pulumi.Output.format`'
                ),
            )
