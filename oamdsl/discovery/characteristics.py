"""What a workload's example is like."""

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.opinion import Opinions
from oamdsl.model.workload import Context, Workload


def characteristics_of(workload: type[Workload]) -> frozenset[Characteristic]:
    """What the example of *workload* is like."""
    context = Context(application="shop", component="web", namespace="default", opinions=Opinions())
    return workload.example().render(context).characteristics
