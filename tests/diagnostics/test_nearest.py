import pytest

from oamdsl.diagnostics.nearest import did_you_mean, nearest

NAMES = ["connections", "depends_on", "name", "traits"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("conections", "connections"), ("trait", "traits"), ("name", "name"), ("replicas", ""), ("", "")],
)
def test_the_nearest_name_is_the_one_meant(name, meant):
    assert nearest(name, NAMES) == meant


def test_the_order_of_the_candidates_does_not_matter():
    assert nearest("aa", ["ab", "ac"]) == nearest("aa", ["ac", "ab"]) == nearest("aa", {"ab", "ac"})


def test_a_question_is_asked_only_when_a_name_is_near():
    assert did_you_mean("conections", iter(NAMES)) == "did you mean `connections`?"
    assert did_you_mean("replicas", NAMES) == ""
