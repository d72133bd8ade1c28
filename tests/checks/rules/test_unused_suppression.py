from oamdsl.diagnostics.finding import Severity
from tests.rule_examples import findings_of

CONFLICT = 'Web("web", traits=[ManualScaler(replicas=3)], connections=0)'
UNREAD = """\
from oamdsl import Container, ContainerizedWorkload

@component
class Bare(Component):
    def workload(self):
        return ContainerizedWorkload([Container("bare", image="b:1")])

Bare("bare", traits=[AutoScaler(maximum=9)])  # oamdsl: ignore[{codes}] the cluster sets requests
"""


def test_a_comment_that_suppresses_something_is_used():
    (finding,) = findings_of(UNREAD.format(codes="OAM207"))
    assert finding.code == "OAM207"
    assert finding.suppression.reason == "the cluster sets requests"


def test_one_use_is_enough_for_a_comment_with_several_codes():
    assert [finding.code for finding in findings_of(UNREAD.format(codes="OAM207, OAM413"))] == ["OAM207"]


def test_a_comment_that_suppresses_nothing_is_reported_where_it_stands():
    used, unused = findings_of(UNREAD.format(codes="OAM413"))
    assert used.suppression is None
    assert (unused.code, unused.severity) == ("OAM501", Severity.WARNING)
    assert unused.violation.message == "nothing is suppressed here, although OAM413 may be"
    assert unused.violation.places[0].location.line == 8
    assert unused.environments == ("prod",)
