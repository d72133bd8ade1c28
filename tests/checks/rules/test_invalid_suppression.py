import pytest

from tests.rule_examples import findings_of

WEB = 'Web("web", traits=[ManualScaler(replicas=3)])'


def said(comment, program=WEB):
    return [
        (one.code, one.violation.message, one.violation.help)
        for one in findings_of(f"{program}  # oamdsl: {comment}")
    ]


@pytest.mark.parametrize(
    ("comment", "message", "help_"),
    [
        (
            "ignore[OAM413]",
            "the comment gives no reason, so it suppresses nothing",
            "write the reason behind the bracket: `# oamdsl: ignore[CODE] reason`",
        ),
        (
            "ignore all of it",
            "the comment names no code, so it suppresses nothing",
            "write `# oamdsl: ignore[CODE] reason`, with the code of the finding",
        ),
        (
            "ignore[OAM4113] known",
            "`OAM4113` is no code of a finding, so it suppresses nothing",
            "did you mean `OAM413`?",
        ),
        (
            "ignore[missing-api] known",
            "`missing-api` is no code of a finding, so it suppresses nothing",
            "did you mean `OAM206`, missing-api?",
        ),
        (
            "allow[OAM413] known",
            "the comment says `allow`, so it suppresses nothing",
            "write `ignore` in its place",
        ),
        (
            "ignore[no-print] known",
            "`no-print` is no code of a finding, so it suppresses nothing",
            "write the code that the finding has",
        ),
        (
            "ignore[OAM104] known",
            "`OAM104` cannot be suppressed: it leaves nothing definite to deploy",
            "mend what `oamdsl explain OAM104` describes, and remove the comment",
        ),
    ],
)
def test_what_is_missing_is_said(comment, message, help_):
    assert said(comment) == [("OAM502", message, help_)]


def test_what_leaves_nothing_definite_to_deploy_stays_a_finding():
    codes = [code for code, *_ in said("ignore[OAM104] known", 'Web("web", connections=0)')]
    assert codes == ["OAM104", "OAM502"]
