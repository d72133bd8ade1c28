"""A project in a git checkout, for the tests of ``oamdsl diff``."""

import subprocess

SCALED = """\
from components import Nginx
from oamdsl import Application, AutoScaler, Environment, Secret


def shop(environment: Environment) -> Application:
    traits = [AutoScaler(minimum=2, maximum=9)] if environment.name == "prod" else []
    return Application("shop", [Nginx("web", connections=2048, traits=traits)])
"""
CONNECTIONS = "spec.template.spec.containers[name=nginx].env[name=WORKER_CONNECTIONS].value"


def git(user, *arguments):
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *settings, *arguments], cwd=user.root, check=True, capture_output=True)
