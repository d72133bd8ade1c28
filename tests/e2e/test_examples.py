"""Every example in every environment of the project, as `pulumi up` deploys them."""

import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest
import yaml

from oamdsl.compose.ownership import owned_fields
from oamdsl.compose.plan import Plan
from oamdsl.project import Project
from oamdsl.render import one_stream, render
from stacks.environments import ENVIRONMENTS
from tests.e2e.cluster import Cluster
from tests.e2e.engine import Engine, Stack
from tests.e2e.kubernetes_api import Manifest
from tests.e2e.manifests import IDENTITY, is_ours, unlike

ROOT = Path(__file__).parents[2]


@attrs.frozen
class Examples:
    """The examples in one environment, deployed.

    Attributes:
        cluster: Where.
        stack: The stack.
        plan: What they consist of.
        previewed: What the preview had announced.
        done: What the first update then did.
    """

    cluster: Cluster
    stack: Stack
    plan: Plan
    previewed: Mapping[str, int]
    done: Mapping[str, int]

    @property
    def rendered(self) -> Sequence[Manifest]:
        """What `oamdsl render` prints."""
        files, missing = render(self.plan)
        assert not missing
        return list(yaml.safe_load_all(one_stream(files)))


def program() -> None:
    """What `pulumi up` runs."""
    runpy.run_path(str(ROOT / "stacks" / "__main__.py"), run_name="__main__")


@pytest.fixture(scope="module")
def deployed(engine: Engine) -> Iterator[dict[str, Examples]]:
    """The environments that were deployed and are still there, by name."""
    there: dict[str, Examples] = {}
    yield there
    for each in there.values():
        each.stack.destroy()


@pytest.fixture(scope="module", params=[each.name for each in ENVIRONMENTS])
def examples(
    request: pytest.FixtureRequest, engine: Engine, cluster: Cluster, deployed: dict[str, Examples]
) -> Examples:
    """The examples in one environment after the other, deployed for the first time."""
    if cluster.runs_containers:
        pytest.skip("the images of the examples are made up: a real node cannot pull them")
    project = Project.load(ROOT)
    stack = engine.stack(request.param, project="oamdsl")
    previewed = stack.preview(program)
    plan = project.plan(project.environment(request.param))
    deployed[request.param] = Examples(cluster, stack, plan, previewed, stack.up(program))
    return deployed[request.param]


def test_a_preview_announces_what_is_done(examples: Examples) -> None:
    assert examples.previewed == examples.done
    assert examples.done.keys() == {"create"}


def test_all_workloads_are_available(examples: Examples) -> None:
    for said in examples.rendered:
        live = examples.cluster.api.get(said)
        match said["kind"]:
            case "Deployment":
                assert live["status"]["availableReplicas"] == live["spec"]["replicas"]
            case "StatefulSet":
                assert live["status"]["readyReplicas"] == live["spec"]["replicas"]
            case "Job":
                assert live["status"]["succeeded"] == 1


def test_what_is_live_is_what_was_rendered(examples: Examples) -> None:
    found = {
        f"{said['kind']} {said['metadata']['name']}": list(unlike(said, examples.cluster.api.get(said)))
        for said in examples.rendered
    }
    assert {name: fields for name, fields in found.items() if fields} == {}


def test_every_field_of_the_ledger_is_managed_by_us(examples: Examples) -> None:
    strangers = [
        f"{owned.claim.field} of {composed.subject}"
        for composed in examples.plan.components
        for folded in composed.objects
        for live in [examples.cluster.api.get(dict(folded.body))]
        for owned in owned_fields(composed)
        if owned.claim.field.object == folded.ref
        and str(owned.claim.field.path) not in IDENTITY
        and not is_ours(live, owned.claim.field.path)
    ]
    assert strangers == []


def test_the_cluster_does_not_differ_from_the_working_tree(examples: Examples) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "oamdsl", "diff", "--base=cluster:", "--exit-code"),
            *("-s", examples.plan.environment.name, f"--kubeconfig={examples.cluster.kubeconfig}"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "Nothing differs between cluster e2e and the working tree.\n"


def test_a_second_run_changes_nothing(examples: Examples) -> None:
    assert examples.stack.up(program).keys() == {"same"}


def test_nothing_is_left_behind_but_the_data_that_must_survive(
    deployed: dict[str, Examples], cluster: Cluster, another_engine: Callable[[str], Engine]
) -> None:
    stacks = [another_engine(name).stack(name, project="oamdsl") for name in deployed]
    with ThreadPoolExecutor() as beside:  # what takes long is to wait for the pods to go
        list(beside.map(Stack.destroy, stacks))

    for name in list(deployed):
        gone = deployed.pop(name)
        namespace = gone.plan.environment.namespace
        assert gone.stack.resources() == []
        left = [said for said in gone.rendered if cluster.api.find(said)]
        assert [(each["kind"], each["metadata"]["name"]) for each in left] == [("Namespace", namespace)]
        claims = cluster.api.list("v1", "PersistentVolumeClaim", namespace=namespace)
        assert [each["metadata"]["name"] for each in claims] == ["data-database-0"]
        cluster.api.delete(left[0])
