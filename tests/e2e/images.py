"""What runs in the tests' pods: a program that waits, and that any cluster can pull."""

from typing import Final

IMAGE: Final = "registry.k8s.io/pause:3.9"
OTHER_IMAGE: Final = "registry.k8s.io/pause:3.10"
