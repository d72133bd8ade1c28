"""A server, by the name that KubeVela's users know."""

from oamdsl.model.workload import workload
from oamdsl.workloads.server import Server


@workload
class WebService(Server):
    """A `Server` by the name that KubeVela's users know. All its ports are served; no trait need expose them.

    Source: KubeVela, component type ``webservice`` (image, cmd, port, ports, env, cpu, memory, ...).
    """
