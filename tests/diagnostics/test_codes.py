import pytest

from oamdsl.diagnostics.codes import meant

KNOWN = {f"OAM4{number:02}": f"rule-{number}" for number in range(1, 12)} | {
    "OAM202": "contested-field",
    "OAM206": "missing-api",
}


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("oam206", "did you mean `OAM206`?"),
        ("206", "did you mean `OAM206`?"),
        ("OAM2O6", "did you mean `OAM206`?"),
        ("OAM2066", "did you mean `OAM206`?"),
        ("OAM20", "did you mean one of OAM202, OAM206?"),
        (
            "OAM4",
            "did you mean one of OAM401, OAM402, OAM403, OAM404, OAM405, OAM406, OAM407, OAM408, ...?",
        ),
        ("missing-api", "did you mean `OAM206`, missing-api?"),
        ("contested", "did you mean `OAM202`, contested-field?"),
        ("OAM999", ""),
        ("shop", ""),
        ("OAM", ""),
    ],
)
def test_what_was_meant(typed, hint):
    assert meant(typed, KNOWN) == hint
