import pytest

from oamdsl.compose.ledger import Claim, Owner, Role, Verb
from tests.compose.composing import A, field


@pytest.mark.parametrize(
    ("verb", "name", "to", "expected"),
    [
        (Verb.WROTE, "Web", "", "`Web` wrote it"),
        (Verb.OVERRODE, "size", "", "parameter `size` decides it"),
        (Verb.DEFAULTED, "size", "", "parameter `size` decides it by its default"),
        (Verb.PLACED, "environment prod", "", "environment prod gives it"),
        (Verb.CREATED, "Ingress", "", "`Ingress` makes it"),
        (Verb.SET, "ManualScaler", "", "`ManualScaler` sets it"),
        (Verb.AMENDED, "CanaryRelease", "", "`CanaryRelease` amends it"),
        (Verb.ADDED, "Metadata", "", "`Metadata` adds it"),
        (Verb.REMOVED, "RawPatch", "", "`RawPatch` removes it"),
        (Verb.REWRITTEN, "VerticalScaler", "VPA", "`VerticalScaler` has it changed at run time by the VPA"),
        (Verb.READ, "AutoScaler", "", "`AutoScaler` relies on it"),
        (Verb.DELEGATED, "AutoScaler", "Scaler", "`AutoScaler` leaves it to the Scaler"),
    ],
)
def test_a_claim_says_what_its_owner_does_with_the_field(verb, name, to, expected):
    claim = Claim(field("spec.replicas"), Owner(Role.DEVELOPER, name, A().origin), verb, to)
    assert claim.purpose == expected


def test_every_verb_is_one_of_its_own():
    assert len(Verb.__members__) == len(set(Verb)) == 13
