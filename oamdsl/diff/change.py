"""What a comparison of two states comes to: values that the formats beside this module show."""

from collections.abc import Mapping

import attrs

from oamdsl.diff.consequence import NOTHING_HAPPENS, Consequence
from oamdsl.diff.fields import FieldChange
from oamdsl.diff.state import Refusal
from oamdsl.kubernetes.object import Object, ObjectRef


@attrs.frozen
class Change:
    """One thing that is not as it was; empty text stands for what is not there.

    Attributes:
        what: What: ``image of web``, ``connections``, ``AutoScaler maximum``.
        before: As it was.
        after: As it will be.
    """

    what: str
    before: str
    after: str


@attrs.frozen
class ObjectChange:
    """One object that is added, removed, changed, or replaced by one of another name.

    Attributes:
        before: As it was; None when it is added.
        after: As it will be; None when it is removed.
        fields: The fields that differ, of an object that stays.
    """

    before: Object | None
    after: Object | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def body(self) -> Object:
        """The object, as far as it is known."""
        return self.after or self.before or {}

    @property
    def ref(self) -> ObjectRef:
        """Its identity."""
        return ObjectRef.of(self.body)

    @property
    def was(self) -> ObjectRef | None:
        """The identity of the object that it replaces; None when that is its own, or there is none."""
        if self.before is None or self.after is None:
            return None
        was = ObjectRef.of(self.before)
        return None if was.name == self.ref.name else was

    @property
    def sign(self) -> str:
        """``+`` for an added one, ``-`` for a removed one, ``+-`` for one of another name, else ``~``."""
        if self.before is None or self.after is None:
            return "+" if self.before is None else "-"
        return "~" if self.was is None else "+-"


@attrs.frozen(kw_only=True)
class ComponentChange:
    """What changes in one component.

    Attributes:
        name: ``application/component``; empty for the environment itself.
        was: Its name before, when that was another.
        sign: ``+`` for an added component, ``-`` for a removed one, ``~`` for a changed one.
        declared: Parameters, traits, demands that differ; of the environment itself, platform, settings.
        facts: What reviewers ask first: images, replicas, routes.
        owners: Fields that somebody else decides now.
        consequences: What it does to what runs, the gravest first.
        objects: The objects that differ.
    """

    name: str
    was: str = ""
    sign: str
    declared: tuple[Change, ...]
    facts: tuple[Change, ...]
    owners: tuple[Change, ...]
    consequences: tuple[Consequence, ...]
    objects: tuple[ObjectChange, ...]

    @property
    def gravity(self) -> int:
        """How grave its gravest consequence is: the smaller, the graver."""
        return min((one.gravity for one in self.consequences), default=NOTHING_HAPPENS)


@attrs.frozen(kw_only=True)
class EnvironmentChange:
    """What changes in one environment.

    Attributes:
        sign: ``+`` for an added environment, ``-`` for a removed one, ``~`` for any other.
        namespaces: Where its objects were, and where they will be; empty for unknown.
        refused: For what it will not be deployed.
        was_refused: For what it was not deployed.
        components: The components that differ, the gravest first.
    """

    sign: str
    namespaces: tuple[str, str] = ("", "")
    refused: tuple[Refusal, ...] = ()
    was_refused: tuple[Refusal, ...] = ()
    components: tuple[ComponentChange, ...] = ()


@attrs.frozen
class Difference:
    """How one state differs from another.

    Attributes:
        before: Name of the state that was.
        after: Name of the state that will be.
        environments: Each environment that differs, or is refused, by its name.
    """

    before: str
    after: str
    environments: Mapping[str, EnvironmentChange]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs; what is refused now and before is no difference."""
        return not any(
            one.sign != "~" or one.components or one.refused != one.was_refused
            for one in self.environments.values()
        )
