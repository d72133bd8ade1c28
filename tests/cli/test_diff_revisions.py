"""``oamdsl diff`` with revisions: which commit is meant, whose code is read, and what a revision lacks."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from oamdsl.project import ProjectError
from oamdsl.project.elsewhere import look_elsewhere, require_elsewhere
from tests.cli.checkouts import CONNECTIONS, SCALED, git

NOTHING = "Nothing differs between HEAD and the working tree.\n"


def commit(user, message="next", **files):
    user.write(**files)
    git(user, "add", "--all")
    git(user, "commit", "--message", message)


def diverged(user):
    """A branch `topic` that changes the application, and `main`, which has changed the component since."""
    git(user, "checkout", "-b", "topic")
    commit(user, application=SCALED)
    git(user, "checkout", "main")
    components = (user.root / "components.py").read_text(encoding="utf-8")
    commit(user, components=components.replace("nginx:1.29.3", "nginx:1.30.0"))
    git(user, "checkout", "topic")


def test_a_branch_is_compared_with_what_it_has_in_common_with_its_base(checkout):
    git(checkout, "checkout", ".")
    diverged(checkout)
    for base in ("main", "main..."):
        result = checkout.run("diff", "--base", base, "-s", "dev", "-o", "json")
        content = json.loads(result.stdout)
        assert content["before"].startswith("main (where it parted, ")
        assert [one["what"] for one in content["environments"]["dev"][0]["declared"]] == ["connections"]
        assert "1.30.0" not in result.stdout
    head = checkout.run("diff", "--base", "main", "--head", "topic", "-s", "dev", "-o", "json")
    assert json.loads(head.stdout)["environments"] == content["environments"]


def test_a_base_may_be_taken_as_it_is(checkout):
    git(checkout, "checkout", ".")
    diverged(checkout)
    result = checkout.run("diff", "--base", "main..", "-s", "dev", "--meaning-only")
    assert "    ~ image of nginx: nginx:1.30.0 -> nginx:1.29.3\n" in result.stdout


def test_a_base_beside_what_has_no_history_is_taken_as_it_is(checkout):
    git(checkout, "checkout", ".")
    diverged(checkout)
    assert checkout.run("render", "-s", "dev", "--output-dir", "rendered").exit_code == 0
    result = checkout.run("diff", "--base", "main", "--head", "./rendered", "-s", "dev", "-o", "json")
    assert json.loads(result.stdout)["before"] == "main"


def test_histories_without_a_commit_in_common_are_compared_on_demand_alone(checkout):
    git(checkout, "checkout", "--orphan", "other")
    commit(checkout)
    result = checkout.run("diff", "--base", "main")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: `main` and `HEAD` have no commit in common here\n"
        "  = help: compare with main itself: `--base main..`\n",
    )
    assert checkout.run("diff", "--base", "main..").exit_code == 0


def test_a_folder_that_is_named_like_a_revision_is_asked_about(checkout):
    for name in ("dev", "prod"):
        checkout.run("render", "-s", name, "--output-dir", f"main/{name}")
    result = checkout.run("diff", "--base", "main")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: `main` is a folder, and a revision too\n"
        "  = help: write `./main` for the folder, or `main..` for the revision\n",
    )
    assert checkout.run("diff", "--base", "./main").stdout == ""
    assert checkout.run("diff", "--base", "main/").stdout == ""
    assert "~ shop/web" in checkout.run("diff", "--base", "main..").stdout


def test_a_checkout_without_a_commit_says_so(user):
    git(user, "init")
    result = user.run("diff")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"error: {user.root} has no commit yet\n"
        "  = help: commit, or name a revision, a folder of rendered files, or a stack\n"
    )


def test_a_shallow_clone_says_how_to_get_what_it_lacks(checkout, monkeypatch):
    commit(checkout)
    git(checkout, "clone", "--depth", "1", f"file://{checkout.root}", "clone")
    monkeypatch.chdir(checkout.root / "clone")
    result = checkout.run("diff", "--base", "HEAD~1")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: there is no revision `HEAD~1`\n")
    assert "  = help: the clone is shallow: get its history with `git fetch --unshallow`" in result.stderr
    assert "`fetch-depth: 0` of actions/checkout\n" in result.stderr


def test_a_branch_of_a_remote_that_was_not_fetched_is_to_be_fetched(checkout):
    git(checkout, "remote", "add", "origin", "https://example.com/shop")
    result = checkout.run("diff", "--base", "origin/next")
    assert "  = help: get it: `git fetch origin next`; or name a revision" in result.stderr


def test_a_project_that_the_base_did_not_have_is_all_new(user):
    git(user, "init")
    (user.root / "README").write_text("", encoding="utf-8")
    git(user, "add", "README")
    git(user, "commit", "-m", "first")
    assert user.run("diff", "--meaning-only").stdout.startswith(
        "+ environment dev: new, with 1 component\n+ environment prod: new, with 1 component\n"
    )


def test_an_environment_that_is_no_longer_there_is_told(checkout):
    git(checkout, "checkout", ".")
    environments = (checkout.root / "environments.py").read_text(encoding="utf-8")
    checkout.write(environments=environments.replace(', Environment("prod", platform=KUBERNETES)', ""))
    first = "- environment prod: no longer there, nor its 1 component; its stack is not destroyed by this\n"
    assert checkout.run("diff").stdout.startswith(first)
    assert checkout.run("diff", "-s", "prod").stdout.startswith(first)
    assert checkout.run("diff", "-s", "dev").stdout == ""


def test_files_that_attributes_leave_out_of_archives_are_read_too(checkout):
    (checkout.root / ".gitattributes").write_text("components.py export-ignore\n", encoding="utf-8")
    commit(checkout)
    assert checkout.run("diff").stderr == NOTHING


def test_the_checkout_and_its_index_stay_as_they_are(checkout):
    def status():
        return subprocess.run(
            ["git", "status", "--porcelain=v2"], cwd=checkout.root, capture_output=True, check=True
        ).stdout

    before = status(), (checkout.root / ".git/index").read_bytes()
    assert checkout.run("diff").exit_code == 0
    assert (status(), (checkout.root / ".git/index").read_bytes()) == before


@pytest.fixture
def nested(user, tmp_path_factory, monkeypatch):
    """A project whose components are a submodule."""
    for number, value in enumerate(
        {"protocol.file.allow": "always", "user.name": "a", "user.email": "a@b"}.items()
    ):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", value[0])
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value[1])
    monkeypatch.setenv("GIT_CONFIG_COUNT", "3")
    library = tmp_path_factory.mktemp("library")
    shutil.move(user.root / "components.py", library / "web.py")
    for arguments in (["init"], ["add", "."], ["commit", "-m", "library"]):
        subprocess.run(["git", *arguments], cwd=library, check=True, capture_output=True)
    git(user, "init")
    git(user, "submodule", "add", str(library), "components")
    application = (user.root / "application.py").read_text(encoding="utf-8")
    commit(user, application=application.replace("from components", "from components.web"))
    return user


def test_a_submodule_that_is_as_it_was_does_not_differ(nested):
    assert nested.run("diff").stderr == NOTHING


def test_submodules_are_read_as_they_were(nested):
    file = nested.root / "components/web.py"
    file.write_text(
        file.read_text(encoding="utf-8").replace("nginx:1.29.3", "nginx:1.30.0"), encoding="utf-8"
    )
    subprocess.run(["git", "commit", "-am", "next"], cwd=file.parent, check=True, capture_output=True)
    result = nested.run("diff", "-s", "dev", "--meaning-only")
    assert "    ~ image of nginx: nginx:1.29.3 -> nginx:1.30.0\n" in result.stdout


def test_a_submodule_that_is_not_checked_out_is_named_when_its_files_are_missing(nested):
    library = nested.root / "components"
    (library / ".git").unlink()
    result = nested.run("diff")
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "error: revision `HEAD` cannot be read: `application` cannot be imported: "
    )
    assert (
        "(application.py:1)\n  = help: check its submodules out, `git submodule update --init components`"
        in (result.stderr)
    )


def test_a_commit_that_a_submodule_lacks_is_to_be_fetched(nested):
    library = nested.root / "components"
    (library / ".git").unlink()
    for arguments in (["init"], ["add", "."], ["commit", "-m", "another history"]):
        subprocess.run(["git", *arguments], cwd=library, check=True, capture_output=True)
    result = nested.run("diff")
    assert result.stderr.startswith("error: submodule `components` has no commit ")
    assert "  = help: get it: `git -C components fetch`\n" in result.stderr


def source_layout(user):
    """Move the modules of a project below `src`."""
    (user.root / "src").mkdir()
    for file in user.root.glob("*.py"):
        file.rename(user.root / "src" / file.name)


def test_code_that_is_found_by_a_path_is_the_revisions_own(user, monkeypatch):
    source_layout(user)
    monkeypatch.setenv("PYTHONPATH", str(user.root / "src"))
    monkeypatch.syspath_prepend(user.root / "src")
    git(user, "init")
    commit(user)
    (user.root / "src/application.py").write_text(SCALED, encoding="utf-8")
    assert (
        f": Deployment/web: {CONNECTIONS}\n    + connections: 2048\n" in user.run("diff", "-s", "dev").stdout
    )
    git(user, "rm", "--cached", "src/components.py")
    git(user, "commit", "-m", "without components")
    result = user.run("diff", "-s", "dev")
    assert result.exit_code == 2
    assert "there is no module `components` (src/application.py:1)\n" in result.stderr


def test_code_that_comes_from_the_checkout_all_the_same_is_refused(checkout):
    elsewhere = checkout.root / "hidden"
    elsewhere.mkdir()
    (checkout.root / "components.py").rename(elsewhere / "components.py")
    finder = f"import sys\nsys.path.append({str(elsewhere)!r})\n"
    commit(checkout, application=finder + SCALED)
    result = checkout.run("diff")
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "error: revision `HEAD` cannot be read: module `components` was imported from "
        f"{elsewhere}/components.py, and not from the revision\n"
    )


def test_what_python_looks_through_is_moved_and_installed_packages_stay(tmp_path, monkeypatch):
    installed = tmp_path / "checkout/.venv/site-packages"
    monkeypatch.setattr("oamdsl.project.elsewhere._installed", lambda: [installed.resolve()])
    kept = ["", str(installed), str(tmp_path / "other")]
    monkeypatch.setattr(sys, "path", [str(tmp_path / "checkout/src"), *kept])
    look_elsewhere(tmp_path / "checkout", tmp_path / "revision")
    assert sys.path == [str(tmp_path / "revision/src"), *kept]


def test_modules_of_the_checkout_are_found_out(tmp_path, monkeypatch):
    require_elsewhere(tmp_path)
    module = type(sys)("somebodys")
    module.__file__ = str(tmp_path / "somebodys.py")
    monkeypatch.setitem(sys.modules, "somebodys", module)
    with pytest.raises(ProjectError, match="module `somebodys` was imported from "):
        require_elsewhere(tmp_path)


def test_files_that_print_do_no_harm(checkout):
    commit(checkout, application=f"print('hello')\n{SCALED}")
    result = checkout.run("diff")
    assert result.stdout == ""
    assert result.stderr.endswith(NOTHING)


def test_files_that_write_to_standard_output_itself_are_an_error(checkout):
    commit(checkout, application=f"import os\nos.write(1, b'hello')\n{SCALED}")
    checkout.write(application=SCALED)
    result = checkout.run("diff")
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "error: revision `HEAD` cannot be read: its files write to standard output"
    )


def test_a_revision_that_cannot_be_written_out_says_why(checkout, monkeypatch, tmp_path_factory):
    git(checkout, "checkout", ".")
    folder = tmp_path_factory.mktemp("bin")
    real = shutil.which("git")
    file = folder / "git"
    file.write_text(
        f'#!/bin/sh\ncase "$*" in *read-tree*) echo "no space" >&2; exit 1;; esac\nexec {real} "$@"\n',
        encoding="utf-8",
    )
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    result = checkout.run("diff")
    assert "cannot be written out: no space\n  = help: see what git says\n" in result.stderr
