import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oamdsl.kubernetes.path import EACH, VALUE, Each, Entry, Path

KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,5}", fullmatch=True)
ENTRIES = st.lists(st.tuples(KEYS | st.just(VALUE), st.text() | st.integers()), min_size=1, max_size=3).map(
    lambda keys: Entry(tuple(keys))
)
PATHS = st.lists(st.text() | KEYS | ENTRIES | st.just(EACH), max_size=5).map(
    lambda segments: Path(tuple(segments))
)


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", ()),
        ("spec.replicas", ("spec", "replicas")),
        (
            "spec.containers[name=nginx].image",
            ("spec", "containers", Entry((("name", "nginx"),)), "image"),
        ),
        (
            "ports[containerPort=80,protocol=TCP]",
            ("ports", Entry((("containerPort", 80), ("protocol", "TCP")))),
        ),
        ('metadata.annotations["example.com/a"]', ("metadata", "annotations", "example.com/a")),
        ("spec.containers[*].env", ("spec", "containers", EACH, "env")),
        ('env[name="a,b"]', ("env", Entry((("name", "a,b"),)))),
        ('env[name="80"]', ("env", Entry((("name", "80"),)))),
        ('env[name="-5"]', ("env", Entry((("name", "-5"),)))),
        ('env[name=""]', ("env", Entry((("name", ""),)))),
        ("drop[=ALL]", ("drop", Entry(((VALUE, "ALL"),)))),
        ('["a b"].c', ("a b", "c")),
    ],
)
def test_a_path_is_written_as_people_write_it(text, segments):
    assert str(Path(segments)) == text
    assert Path.parse(text) == Path(segments)


@given(PATHS)
@example(Path(("a", Entry((("name", "-5"),)))))
def test_parsing_is_the_inverse_of_writing(path):
    assert Path.parse(str(path)) == path


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (".a", "not a field path: '.a', column 1: a name is missing"),
        ("a..b", "not a field path: 'a..b', column 3: a name is missing"),
        ("a.", "not a field path: 'a.' ends in a dot"),
        ('["a"]b', "not a field path: '[\"a\"]b', column 6: a dot is missing"),
        ("a[b", "not a field path: 'a[b', column 2"),
        ("a b", "not a field path: 'a b', column 2"),
        ("a[name=b,]", "not a field path: 'a[name=b,]', column 2"),
        ('a[b="c"d="e"]', 'not a field path: \'a[b="c"d="e"]\', column 2'),
        ('a["\\q"]', "not a field path: 'a[\"\\\\q\"]', column 2: Invalid \\escape"),
    ],
)
def test_what_is_no_path_is_refused_with_its_column(text, problem):
    with pytest.raises(ValueError, match="not a field path") as caught:
        Path.parse(text)
    assert str(caught.value) == problem


def parsed(text):
    try:
        return Path.parse(text)
    except ValueError as error:
        return str(error)


@given(st.text(alphabet='ab.[]*=,"\\-5', max_size=12))
def test_any_text_is_a_path_or_a_problem(text):
    path = parsed(text)
    if isinstance(path, Path):
        assert Path.parse(str(path)) == path
    else:
        assert path.startswith("not a field path: ")


def test_paths_grow_by_fields_entries_and_paths():
    containers = Path() / "spec" / "containers"
    assert str(containers / Entry((("name", "a"),)) / "image") == "spec.containers[name=a].image"
    assert str(Path() / "template" / containers) == "template.spec.containers"


def test_a_path_starts_with_itself_and_its_parents():
    path = Path.parse("spec.containers[name=a]")
    assert path.starts_with(path)
    assert path.starts_with(Path())
    assert path.starts_with(Path.parse("spec.containers"))
    assert not Path.parse("spec").starts_with(path)
    assert not path.starts_with(Path.parse("metadata"))


def test_a_path_has_a_length_and_tells_whether_it_stands_for_many():
    assert Path.parse("a.b[*]").depth == 3
    assert Path.parse("a.b[*]").has_each
    assert not Path.parse('a.b["*"]').has_each
    assert Each() == EACH
