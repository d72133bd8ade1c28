"""What the library renders is valid by the schemas of real controllers."""

from oamdsl.kubernetes.schema import Validator
from oamdsl.model.value import is_opaque
from tests.clusters import everything
from tests.projects import EVERY_ENVIRONMENT, plan_of


@EVERY_ENVIRONMENT
def test_every_object_of_the_examples_is_valid(environment):
    cluster = everything()
    validator = Validator(cluster, is_opaque)
    objects = [folded for composed in plan_of(environment).components for folded in composed.objects]
    assert [one.ref.api for one in objects if cluster.schema(one.ref.api) is None] == []
    assert [breach for one in objects for breach in validator.breaches(one.body)] == []
