import re
from string import printable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oamdsl.kubernetes import names

LABEL = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
QUALIFIED = r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
FORMS = [
    (names.dns_label, LABEL, 63),
    (names.dns_1035_label, r"[a-z]([-a-z0-9]*[a-z0-9])?", 63),
    (names.dns_subdomain, rf"{LABEL}(\.{LABEL})*", 253),
    (names.host_name, rf"(?!\d+\.\d+\.\d+\.\d+\Z)(\*\.)?{LABEL}(\.{LABEL})*", 253),
    (names.label_value, rf"({QUALIFIED})?", 63),
    (names.config_key, r"(?!\.\.|\.\Z)[-._a-zA-Z0-9]+", 253),
    (names.port_name, r"(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?", 15),
    (names.env_name, r"[ -<>-~]+", 10_000),
]
TEXTS = st.one_of(
    st.text(alphabet="ab9-._/A =\u00e9\n", max_size=20),
    st.integers(10, 300).map(lambda length: "a" * length),
    st.text(alphabet=printable, max_size=5),
)


@pytest.mark.parametrize(("function", "pattern", "longest"), FORMS)
@given(text=TEXTS)
@example(text="")
@example(text="..a")
@example(text="a--b")
@example(text="123")
@example(text="10.0.0.1")
@example(text="*.a.b")
@example(text="a.*.b")
def test_a_name_has_a_problem_unless_kubernetes_own_pattern_matches(function, pattern, longest, text):
    valid = re.fullmatch(pattern, text) is not None and len(text) <= longest
    assert (function(text) is None) == valid


@given(prefix=TEXTS, name=TEXTS, slash=st.sampled_from(["", "/"]))
def test_a_label_key_is_a_name_with_a_subdomain_before_it(prefix, name, slash):
    def valid(text):
        head, has_head, tail = text.rpartition("/")
        fine = re.fullmatch(QUALIFIED, tail) and len(tail) <= 63
        return bool(fine) and (not has_head or names.dns_subdomain(head) is None)

    text = f"{prefix}{slash}{name}"
    assert (names.label_key(text) is None) == valid(text)
    assert (names.annotation_key(text) is None) == valid(text.lower())


@pytest.mark.parametrize(
    ("function", "text", "problem"),
    [
        (
            names.dns_label,
            "a_b",
            (
                'has "_"; it must be 1 to 63 characters of a-z, 0-9 and "-", starting and ending'
                " with a letter or digit, and this has 3"
            ),
        ),
        (
            names.dns_label,
            "a" * 70,
            (
                'is too long; it must be 1 to 63 characters of a-z, 0-9 and "-", starting and'
                " ending with a letter or digit, and this has 70"
            ),
        ),
        (
            names.dns_subdomain,
            "a..b",
            (
                'has ".."; it must be 1 to 253 characters of a-z, 0-9, "-" and ".", starting and'
                " ending with a letter or digit, also around each dot, and this has 4"
            ),
        ),
        (
            names.port_name,
            "8080",
            (
                'has no letter; it must be 1 to 15 characters of a-z, 0-9 and "-", with a letter,'
                ' and no "-" at either end or beside another, and this has 4'
            ),
        ),
        (
            names.label_key,
            "Example.com/a",
            (
                'has a bad prefix, "Example.com", before "/": it has "E"; it must be 1 to 253'
                ' characters of a-z, 0-9, "-" and ".", starting and ending with a letter or digit,'
                " also around each dot, and this has 11"
            ),
        ),
        (
            names.label_key,
            "example.com/",
            (
                'has a bad name, "", after "/": it is empty; it must be 1 to 63 characters of'
                ' letters, 0-9, "-", "_" and ".", starting and ending with a letter or digit, and'
                " this has 0"
            ),
        ),
        (
            names.env_name,
            "A=B",
            ('has "="; it must be 1 or more printable ASCII characters other than "=", and this has 3'),
        ),
        (
            names.env_name,
            "A\n",
            ('has U+000A; it must be 1 or more printable ASCII characters other than "=", and this has 2'),
        ),
        (
            names.config_key,
            "..data",
            ('is "..data", a file\'s name outside the volume; it must not be "." nor start with ".."'),
        ),
        (
            names.config_key,
            "a/b",
            ('has "/"; it must be 1 to 253 characters of letters, 0-9, "-", "_" and ".", and this has 3'),
        ),
    ],
)
def test_the_problem_names_the_culprit_the_form_and_the_length(function, text, problem):
    assert function(text) == problem


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("-a", 'starts with "-";'),
        ("a-", 'ends with "-";'),
        ("", "is empty;"),
        ('"a', "has '\"';"),
        ("\u00e4", "has U+00E4;"),
    ],
)
def test_the_culprit_is_shown(text, start):
    assert (names.dns_label(text) or "").startswith(start)


@pytest.mark.parametrize(
    "text",
    [
        "nginx",
        "nginx:1.29.3",
        "library/nginx",
        "docker.io/library/nginx:latest",
        "localhost/a",
        "localhost:5000/a/b:c",
        "registry.k8s.io/pause@sha256:" + "0" * 64,
        "ghcr.io/a/b__c.d-e:V1_2.3@sha256:" + "a" * 64,
        "[::1]:5000/a",
        "REGISTRY/app",
    ],
)
def test_a_good_image_has_no_problem(text):
    assert names.image(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty; write repository:tag or repository@sha256:..."),
        ("nginx latest", "has a space; write repository:tag or repository@sha256:..."),
        ("Nginx:1", 'has capitals in its repository, "Nginx"; write "nginx"'),
        ("ghcr.io/Me/app", 'has capitals in its repository, "Me/app"; write "me/app"'),
        (
            "nginx:",
            'has a bad tag, ""; write letters, 0-9, "_", "." and "-", not first "." or "-"',
        ),
        (
            "nginx:-a",
            'has a bad tag, "-a"; write letters, 0-9, "_", "." and "-", not first "." or "-"',
        ),
        ("nginx:" + "a" * 129, "has a tag of 129 characters; at most 128 are allowed"),
        (
            "nginx@sha256:12",
            'has a bad digest, "sha256:12"; write sha256: and 64 hexadecimal digits',
        ),
        (
            "https://ghcr.io/a",
            'has a bad registry, "https:"; write a host and perhaps ":" and a port',
        ),
        (
            "a//b",
            (
                'has a bad part, "", in its repository; write a-z and 0-9,'
                ' with ".", "_", "__" or "-" between them'
            ),
        ),
        (
            ":1",
            (
                'has a bad part, "", in its repository; write a-z and 0-9,'
                ' with ".", "_", "__" or "-" between them'
            ),
        ),
    ],
)
def test_an_obviously_broken_image_is_explained(text, problem):
    assert names.image(text) == problem


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("Service", "web", "1web"),
        ("Namespace", "1web", "a.b"),
        ("Deployment", "a" * 63, "a.b"),
        ("ConfigMap", "a.b", "a_b"),
        ("Widget", "a.b", "A"),
        ("Role", "system:node", "a/b"),
        ("Role", "A b", ".."),
        ("ClusterRole", "a", "a%b"),
        ("Job", "a." + "b" * 61, "b" * 64),
        ("Job", "a", "A"),
        ("CronJob", "a" * 52, "a" * 53),
        ("CronJob", "a", "A"),
        ("StatefulSet", "a" * 52, "a" * 53),
        ("StatefulSet", "a", "a.b"),
        ("IPAddress", "2001:db8::1", ""),
    ],
)
def test_an_objects_name_follows_the_rule_of_its_kind(kind, good, bad):
    assert names.object_name(kind, good) is None
    assert names.object_name(kind, bad) is not None


def test_a_name_that_breaks_what_is_made_from_it_says_what():
    assert names.object_name("CronJob", "a" * 60) == (
        "is too long; it must be at most 52 characters, as its Jobs' names, at most 63, add 11,"
        " and this has 60"
    )
