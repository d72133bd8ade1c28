"""Rendering one application, beside other tools that render the same objects.

``oamdsl render`` checks everything first; the others check nothing but their own syntax. Each is given its
cheapest way: ``helm template`` of a chart on disk without dependencies, and a cdk8s program of plain
``ApiObject``, without its command line. That all of them come to the same objects is verified before anything
is measured. KubeVela's ``vela dry-run`` is not among them.
"""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.benchmarks.fleet import write_project
from tests.benchmarks.measure import ROOT, Measurement, python, side_by_side

HELM = ROOT / ".tools/bin/helm"
CDK8S_PYTHON = ROOT / ".tools/cdk8s/bin/python"

_NAME = "web-0-0"
"""The first component's, which stands for each component's in templates."""

_PROGRAM = """
import sys
from cdk8s import ApiObject, ApiObjectMetadata, App, Chart, JsonPatch

def objects(name):
    return {objects}

app = App(outdir=sys.argv[1])
chart = Chart(app, "shop", disable_resource_name_hashes=True)
for n in range({components}):
    for one in objects(f"web-0-{{n}}"):
        metadata = one["metadata"]
        made = ApiObject(
            chart,
            one["kind"] + metadata["name"],
            api_version=one["apiVersion"],
            kind=one["kind"],
            metadata=ApiObjectMetadata(**metadata),
        )
        made.add_json_patch(JsonPatch.add("/spec", one["spec"]))
app.synth()
"""


def measurements(folder: Path) -> Iterator[Measurement]:
    """One application of 1 and of 50 components: 4 and 200 objects."""
    for components in (1, 50):
        project = write_project(folder / f"peers-{components}", applications=1, components=components)
        render = python("-m", "oamdsl", "render", "-s", "default")
        objects = _objects(render, project)
        for name, command in _peers(project, objects, components):
            if _sorted(_objects(command, project)) != _sorted(objects):
                message = f"{name} comes to other objects"
                raise RuntimeError(message)
            seconds, peer = side_by_side(render, command, cwd=project)
            yield Measurement(
                subject=f"oamdsl render, {len(objects)} objects",
                seconds=seconds,
                reference=name,
                reference_seconds=peer,
                target="none",
            )


def _peers(project: Path, objects: Sequence[Any], components: int) -> Iterator[tuple[str, list[str]]]:
    """Those that are there, each with what renders the application; the others are named."""
    helm = str(HELM) if HELM.is_file() else shutil.which("helm")
    if helm:
        yield "helm template", [helm, "template", "app-0", str(_chart(project, objects, components))]
    if CDK8S_PYTHON.is_file() and shutil.which("node"):
        program = project / "synth.py"
        literal = repr(objects[:4]).replace(f"'{_NAME}'", "name").replace(f"'{_NAME}.", "name + '.")
        program.write_text(_PROGRAM.format(objects=literal, components=components), encoding="utf-8")
        yield "cdk8s synth", [str(CDK8S_PYTHON), str(program), "dist"]


def missing() -> Iterator[str]:
    """Which of the tools are not there."""
    if not HELM.is_file() and not shutil.which("helm"):
        yield "helm"
    if not CDK8S_PYTHON.is_file():
        yield "cdk8s"
    if not shutil.which("node"):
        yield "node, for cdk8s"


def _chart(project: Path, objects: Sequence[Any], components: int) -> Path:
    """A chart with one template of the four objects, for each of the components."""
    templates = project / "chart/templates"
    templates.mkdir(parents=True)
    text = yaml.dump_all(objects[:4], sort_keys=False).replace(_NAME, "{{ .name }}")
    template = f"{{{{- range .Values.components }}}}\n---\n{text}{{{{- end }}}}\n"
    (templates / "component.yaml").write_text(template, encoding="utf-8")
    chart = {"apiVersion": "v2", "name": "app-0", "version": "0.1.0"}
    (templates.parent / "Chart.yaml").write_text(yaml.dump(chart), encoding="utf-8")
    values = {"components": [{"name": f"web-0-{n}"} for n in range(components)]}
    (templates.parent / "values.yaml").write_text(yaml.dump(values), encoding="utf-8")
    return templates.parent


def _objects(command: Sequence[str], project: Path) -> list[Any]:
    """What *command* writes to standard output, or else to the folder ``dist``."""
    written = subprocess.run(command, cwd=project, check=True, capture_output=True, text=True).stdout
    files = [written] if written else [file.read_text() for file in (project / "dist").glob("*.yaml")]
    return [one for text in files for one in yaml.load_all(text, yaml.CSafeLoader)]


def _sorted(objects: Sequence[Any]) -> list[Any]:
    return sorted(objects, key=lambda one: (one["kind"], one["metadata"]["name"]))
