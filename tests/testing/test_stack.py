"""A project's stack, as its own tests see it."""

import pytest

from oamdsl.project import ProjectError
from oamdsl.testing import stack_of
from tests.projects import ROOT

CONFLICT = """\
from components import Nginx
from oamdsl import Application, AutoScaler, ManualScaler, Metadata


def shop(environment):
    traits = [
        AutoScaler(maximum=9),
        ManualScaler(replicas=3),
        Metadata(labels={"a b": "c"}),  # oamdsl: ignore[OAM402] the cluster is odd
    ]
    return Application("shop", [Nginx("web", traits=traits)])
"""


def test_objects_are_what_is_rendered():
    stack = stack_of("prod", ROOT)
    assert (stack.environment, stack.errors, stack.warnings) == ("prod", (), ())
    assert stack.manifest("shop/storefront", "Deployment")["metadata"]["namespace"] == "prod"
    assert stack.manifest("shop/storefront", "Deployment", "storefront")["kind"] == "Deployment"
    assert {one.partition("/")[0] for one in stack.objects} == {"shop", "my-awesome-app"}
    assert [*stack_of("prod", ROOT, application="my-awesome-app").objects] == ["my-awesome-app/nginx"]


def test_what_is_wrong_is_told_and_what_is_accepted_is_not(user):
    user.write(application=CONFLICT)
    (error,) = stack_of("dev").errors
    assert error.startswith("OAM202 `")


def test_an_object_that_is_not_there_is_said_with_those_that_are(user):
    stack = stack_of("dev")
    with pytest.raises(LookupError, match=r"no component 'shop/wbe' in dev, only shop/web"):
        stack.manifest("shop/wbe", "Deployment")
    with pytest.raises(LookupError, match=r"0 objects are Pod/\*; shop/web has Deployment/web, Service/web"):
        stack.manifest("shop/web", "Pod")
    with pytest.raises(ProjectError, match="there is no environment"):
        stack_of("nope")
