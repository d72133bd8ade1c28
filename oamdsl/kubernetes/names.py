"""Names that Kubernetes accepts, and what is wrong with those that it does not.

Each function returns a phrase that completes "NAME ...", or None if the name is fine.
"""

import re
from collections.abc import Callable, Mapping
from string import ascii_letters, ascii_lowercase, digits, printable
from typing import Final

import attrs

_LOWER: Final = frozenset(ascii_lowercase)
_LOWER_OR_DIGIT: Final = frozenset(ascii_lowercase + digits)
_LETTER_OR_DIGIT: Final = frozenset(ascii_letters + digits)
_KEY: Final = _LETTER_OR_DIGIT | frozenset("-._")
_PRINTABLE: Final = frozenset(printable) - frozenset("\t\n\r\x0b\x0c")

_LABEL_LONGEST: Final = 63
_SUBDOMAIN_LONGEST: Final = 253
_PORT_LONGEST: Final = 15
_LARGEST_PORT: Final = 65535
_TAG_LONGEST: Final = 128
_CRON_JOB_LONGEST: Final = 52
_STATEFUL_SET_LONGEST: Final = 52


@attrs.frozen
class _Form:
    """The form of a name: its characters, its first and last one, and its length.

    Attributes:
        words: The characters, as people say them.
        inside: The characters that it may have.
        first: The characters that it may start with.
        last: The characters that it may end with.
        ends: What it starts and ends with, as people say it.
        longest: Most characters.
    """

    words: str
    inside: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    ends: str
    longest: int

    def problem(self, text: str) -> str | None:
        """What is wrong with *text*, or None."""
        wrong = self._wrong(text)
        if wrong is None:
            return None
        ends = f", {self.ends}" if self.ends else ""
        return (
            f"{wrong}; it must be 1 to {self.longest} characters of {self.words}{ends},"
            f" and this has {len(text)}"
        )

    def _wrong(self, text: str) -> str | None:
        if not text:
            return "is empty"
        if not self.inside.issuperset(text):
            return f"has {_shown(next(c for c in text if c not in self.inside))}"
        if text[0] not in self.first:
            return f"starts with {_shown(text[0])}"
        if text[-1] not in self.last:
            return f"ends with {_shown(text[-1])}"
        return "is too long" if len(text) > self.longest else None


_LABEL: Final = _Form(
    'a-z, 0-9 and "-"',
    _LOWER_OR_DIGIT | {"-"},
    _LOWER_OR_DIGIT,
    _LOWER_OR_DIGIT,
    "starting and ending with a letter or digit",
    _LABEL_LONGEST,
)
_LABEL_1035: Final = attrs.evolve(
    _LABEL, first=_LOWER, ends="starting with a letter and ending with a letter or digit"
)
_SUBDOMAIN: Final = attrs.evolve(
    _LABEL,
    words='a-z, 0-9, "-" and "."',
    inside=_LABEL.inside | {"."},
    ends="starting and ending with a letter or digit, also around each dot",
    longest=_SUBDOMAIN_LONGEST,
)
_KEY_NAME: Final = _Form(
    'letters, 0-9, "-", "_" and "."',
    _KEY,
    _LETTER_OR_DIGIT,
    _LETTER_OR_DIGIT,
    "starting and ending with a letter or digit",
    _LABEL_LONGEST,
)
_CONFIG_KEY: Final = _Form('letters, 0-9, "-", "_" and "."', _KEY, _KEY, _KEY, "", _SUBDOMAIN_LONGEST)
_PORT: Final = attrs.evolve(
    _LABEL,
    ends='with a letter, and no "-" at either end or beside another',
    longest=_PORT_LONGEST,
)


def dns_label(text: str) -> str | None:
    """A label of RFC 1123: 1 to 63 of a-z, 0-9 and ``-``, a letter or digit at both ends.

    Source: Kubernetes, "Object Names and IDs", RFC 1123 Label Names.
    """
    return _LABEL.problem(text)


def dns_1035_label(text: str) -> str | None:
    """A label of RFC 1035: as of RFC 1123, but starting with a letter.

    Source: Kubernetes, "Object Names and IDs", RFC 1035 Label Names.
    """
    return _LABEL_1035.problem(text)


def dns_subdomain(text: str) -> str | None:
    """A subdomain of RFC 1123: labels (of any length) between dots, 1 to 253 in all.

    Source: Kubernetes, "Object Names and IDs", DNS Subdomain Names.
    """
    problem = _SUBDOMAIN.problem(text)
    if problem is not None:
        return problem
    for wrong in ("..", ".-", "-."):
        if wrong in text:
            return (
                f'has "{wrong}"; it must be 1 to {_SUBDOMAIN_LONGEST} characters of'
                f" {_SUBDOMAIN.words}, {_SUBDOMAIN.ends}, and this has {len(text)}"
            )
    return None


def host_name(text: str) -> str | None:
    """A host of requests: a subdomain of RFC 1123, or ``*.`` and one for every host right below it.

    Source: Kubernetes, Ingress, Hostname wildcards; Gateway API, ``Hostname``.
    """
    if re.fullmatch(r"\d{1,3}(\.\d{1,3}){3}", text, re.ASCII):
        return "is an address; it must be a name"
    return dns_subdomain(text.removeprefix("*."))


def url_path(text: str) -> str | None:
    """A path of requests that controllers and gateways understand alike: absolute, and in its shortest form.

    Source: Kubernetes, Ingress, ``ValidateIngress``; Gateway API, ``HTTPPathMatch``.
    """
    if not text.startswith("/"):
        return 'is not absolute; it must start with "/"'
    for part in ("//", "/./", "/../", "%2f", "%2F"):
        if part in text:
            return f'has "{part}"; it must be written without'
    if text.endswith(("/.", "/..")):
        return f'ends with "/{text.rpartition("/")[2]}"; it must be written without'
    wrong = re.search(r"[^-A-Za-z0-9/._~!$&'()*+,;=:@%]|%(?![0-9A-Fa-f]{2})", text)
    return f"has {_shown(wrong[0])}; it must be the path of a URL" if wrong else None


def label_key(text: str) -> str | None:
    """A label's key: a name of 1 to 63, and before it perhaps a subdomain and a slash.

    Source: Kubernetes, "Labels and Selectors", Syntax and character set.
    """
    prefix, slash, name = text.rpartition("/")
    if slash and (problem := dns_subdomain(prefix)) is not None:
        return f'has a bad prefix, "{prefix}", before "/": it {problem}'
    problem = _KEY_NAME.problem(name)
    if problem is not None and slash:
        return f'has a bad name, "{name}", after "/": it {problem}'
    return problem


def label_value(text: str) -> str | None:
    """A label's value: empty, or 1 to 63 of letters, 0-9, ``-``, ``_`` and ``.``.

    Source: Kubernetes, "Labels and Selectors", Syntax and character set.
    """
    return _KEY_NAME.problem(text) if text else None


def annotation_key(text: str) -> str | None:
    """An annotation's key: as a label's, but capitals are fine before the slash too.

    Source: Kubernetes, "Annotations", Syntax and character set; k8s.io/apimachinery 0.37.2,
        ``ValidateAnnotations``.
    """
    return label_key(text) and label_key(text.lower())


def port_name(text: str) -> str | None:
    """A port's name: 1 to 15 of a-z, 0-9 and ``-``, with a letter (``IANA_SVC_NAME``).

    Source: RFC 6335, section 5.1; Kubernetes API, ``ContainerPort.name``.
    """
    if (problem := _PORT.problem(text)) is not None:
        return problem
    wrong = 'has "--"' if "--" in text else None if _LOWER & set(text) else "has no letter"
    if wrong is None:
        return None
    return (
        f"{wrong}; it must be 1 to {_PORT_LONGEST} characters of {_PORT.words}, {_PORT.ends},"
        f" and this has {len(text)}"
    )


def port_number(number: int) -> str | None:
    """A port's number: 1 to 65535.

    Source: RFC 6335, section 6; Kubernetes API, ``ContainerPort.containerPort``.
    """
    return None if 0 < number <= _LARGEST_PORT else f"is no number from 1 to {_LARGEST_PORT}"


def env_name(text: str) -> str | None:
    """An environment variable's name: any printable ASCII character but ``=``.

    Source: Kubernetes API, ``EnvVar.name``; the relaxed rule (KEP-4369) is on since 1.32.
    """
    if not text:
        return 'is empty; it must be 1 or more printable ASCII characters other than "="'
    for character in text:
        if character == "=" or character not in _PRINTABLE:
            return (
                f"has {_shown(character)}; it must be 1 or more printable ASCII characters"
                f' other than "=", and this has {len(text)}'
            )
    return None


def config_key(text: str) -> str | None:
    """A key of a ConfigMap or Secret: 1 to 253 of letters, 0-9, ``-``, ``_`` and ``.``.

    It becomes a file's name, so it must not start with two dots nor be a single one.

    Source: Kubernetes API, ``ConfigMap.data``.
    """
    if (problem := _CONFIG_KEY.problem(text)) is not None:
        return problem
    if text == "." or text.startswith(".."):
        return f'is "{text}", a file\'s name outside the volume; it must not be "." nor start with ".."'
    return None


_HOST: Final = r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_COMPONENT: Final = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"


def image(text: str) -> str | None:
    """A container image: ``registry:port/repository:tag@digest``; only a repository is needed.

    Whether the image exists is for the registry to say.

    Source: Open Container Initiative, Distribution Specification 1.1, "Pulling manifests";
        github.com/distribution/reference, the grammar that container runtimes use.
    """
    if not text:
        return "is empty; write repository:tag or repository@sha256:..."
    if any(character.isspace() for character in text):
        return "has a space; write repository:tag or repository@sha256:..."
    name, at, digest = text.partition("@")
    if at and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,}", digest):
        return f'has a bad digest, "{digest}"; write sha256: and 64 hexadecimal digits'
    head, slash, tail = name.rpartition("/")
    last, colon, tag = tail.partition(":")
    if colon and not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", tag):
        return f'has a bad tag, "{tag}"; write letters, 0-9, "_", "." and "-", not first "." or "-"'
    if len(tag) > _TAG_LONGEST:
        return f"has a tag of {len(tag)} characters; at most {_TAG_LONGEST} are allowed"
    return _repository(f"{head}{slash}{last}")


def _repository(text: str) -> str | None:
    first, slash, rest = text.partition("/")
    # The first part is a registry if it cannot be a repository: this is how Docker tells them.
    if slash and (set(".:") & set(first) or first == "localhost" or first != first.lower()):
        if not re.fullmatch(_HOST, first):
            return f'has a bad registry, "{first}"; write a host and perhaps ":" and a port'
        text = rest
    if text != text.lower():
        return f'has capitals in its repository, "{text}"; write "{text.lower()}"'
    for component in text.split("/"):
        if not re.fullmatch(_COMPONENT, component):
            return (
                f'has a bad part, "{component}", in its repository; write a-z and 0-9,'
                ' with ".", "_", "__" or "-" between them'
            )
    return None


def _path_segment(text: str) -> str | None:
    """A name that only has to fit into a URL's path, as ``system:node``."""
    if text in {"", ".", ".."}:
        return f'is "{text}"; it must not be empty, "." or ".."'
    for character in "/%":
        if character in text:
            return f'has "{character}"; it must have neither "/" nor "%"'
    return None


def _job(text: str) -> str | None:
    return dns_subdomain(text) or _too_long(
        text, _LABEL_LONGEST, "its pods carry it as the value of the label job-name"
    )


def _cron_job(text: str) -> str | None:
    return dns_subdomain(text) or _too_long(text, _CRON_JOB_LONGEST, "its Jobs' names, at most 63, add 11")


def _stateful_set(text: str) -> str | None:
    return dns_label(text) or _too_long(
        text,
        _STATEFUL_SET_LONGEST,
        "its pods carry it, and up to 11 more, as the value of the label controller-revision-hash",
    )


def _too_long(text: str, longest: int, why: str) -> str | None:
    if len(text) <= longest:
        return None
    return f"is too long; it must be at most {longest} characters, as {why}, and this has {len(text)}"


_RULES: Final[Mapping[str, Callable[[str], str | None]]] = {
    "APIService": _path_segment,
    "CertificateSigningRequest": _path_segment,
    "CloneSet": dns_label,
    "ClusterRole": _path_segment,
    "ClusterRoleBinding": _path_segment,
    "ClusterTrustBundle": _path_segment,
    "CronJob": _cron_job,
    "DaemonSet": dns_label,
    "Deployment": dns_label,
    "IPAddress": _path_segment,
    "Job": _job,
    "Namespace": dns_label,
    "Pod": dns_label,
    "ReplicaSet": dns_label,
    "ReplicationController": dns_label,
    "Role": _path_segment,
    "RoleBinding": _path_segment,
    "Rollout": dns_label,
    "Service": dns_1035_label,
    "StatefulSet": _stateful_set,
}


def object_name(kind: str, text: str) -> str | None:
    """The name of an object of *kind*: a subdomain, or what the kind asks for instead.

    Stricter than the API server in three places, each for a reason that it states itself:

    - A Service's name starts with a letter. Kubernetes lets it start with a digit since 1.36
      (KEP-5311), but 1.33 to 1.35 do not, nor does a Knative Service.
    - The name of a kind whose name becomes its pods' is a label. The API server takes a subdomain
      and warns: "a DNS label is recommended".
    - A StatefulSet's name is at most 52: above it, pods are not created, as the value of their
      label ``controller-revision-hash`` is longer than 63 (kubernetes/kubernetes#64023).

    Source: Kubernetes, "Object Names and IDs"; kubernetes v1.37.2, ``pkg/apis/*/validation``; Jobs:
        ``ValidateJobCreate``; CronJobs: ``ValidateCronJobCreate``; StatefulSets:
        ``pkg/controller/history``, ``ControllerRevisionName``.
    """
    return _RULES.get(kind, dns_subdomain)(text)


def _shown(character: str) -> str:
    if character in _PRINTABLE:
        return f'"{character}"' if character != '"' else "'\"'"
    return f"U+{ord(character):04X}"
