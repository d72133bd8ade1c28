"""Who owns which field, since which line."""

import enum

import attrs

from oamdsl.diagnostics.origin import Origin
from oamdsl.kubernetes.object import FieldRef


class Role(enum.Enum):
    """Who decides, in the words of OAM."""

    DEVELOPER = "developer"
    APPLICATION_OPERATOR = "application operator"
    INFRASTRUCTURE_OPERATOR = "infrastructure operator"


@enum.verify(enum.UNIQUE)
class Verb(enum.Enum):
    """How an owner came by a field: the value is a clause that follows the owner's name."""

    WROTE = "wrote it"
    """The developer's workload has it."""
    OVERRODE = "decides it"
    """It follows from a parameter that the application operator set."""
    DEFAULTED = "decides it by its default"
    """It follows from a parameter that nobody set; a trait may claim it."""
    PLACED = "gives it"
    """It follows from the environment or the application's name."""
    CREATED = "makes it"
    """A trait's object has it."""
    RESERVED = "has it made by"
    """A controller in the cluster makes the object."""
    SET = "sets it"
    """A trait decided it while the program ran."""
    AMENDED = "amends it"
    """A trait made another value of the one that was there."""
    REMOVED = "removes it"
    """A trait took it away while the program ran."""
    ADDED = "adds it"
    """A trait added the entry of a map or list that it stands in."""
    DELEGATED = "leaves it to"
    """A controller in the cluster decides it."""
    REWRITTEN = "has it changed at run time by"
    """A controller in the cluster changes what others decide first."""
    READ = "relies on it"
    """A trait works only while it is what it is."""


@attrs.frozen
class Owner:
    """Somebody who decides fields.

    Attributes:
        role: In which role.
        name: What decides in the program: a component, a trait, a parameter, an environment.
        origin: The line that brought it in.
    """

    role: Role
    name: str
    origin: Origin


@attrs.frozen
class Claim:
    """One owner's hold on one field and on all below it.

    Attributes:
        field: The field; never with ``[*]``.
        owner: Who.
        verb: How.
        to: The controller that a delegated field is left to, that changes it, or that makes the object.
        in_pods: Whether that controller changes pods, and not the object.
        help: What whoever contests it shall do, an imperative; empty for the usual.
    """

    field: FieldRef
    owner: Owner
    verb: Verb
    to: str = ""
    in_pods: bool = False
    help: str = ""

    @property
    def holder(self) -> str:
        """The owner, as a message names it: the name in backquotes, and what it is where that is unclear."""
        name = f"`{self.owner.name}`"
        match self.verb:
            case Verb.OVERRODE | Verb.DEFAULTED:
                return f"parameter {name}"
            case Verb.PLACED:
                return self.owner.name
            case _:
                return name

    @property
    def purpose(self) -> str:
        """What the owner does with the field: "`AutoScaler` leaves it to the ..."."""
        to = f" the {self.to}" if self.to else ""
        return f"{self.holder} {self.verb.value}{to}"


@attrs.frozen
class Contest:
    """Two owners of one field, or of one object when the path is empty.

    Attributes:
        first: The claim that was there, the developer's before any trait's.
        second: The claim that contests it.
    """

    first: Claim
    second: Claim


@attrs.frozen
class HandOver:
    """A field that one owner offered and another took.

    Attributes:
        giver: The claim given up.
        taker: The claim that holds.
        why: What the giver said that the taker may do.
    """

    giver: Claim
    taker: Claim
    why: str
