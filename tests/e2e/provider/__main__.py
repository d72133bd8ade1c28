"""Runs the stand-in: prints the port it listens on, and serves until it is killed.

python -m tests.e2e.provider
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from tests.e2e.provider.servicer import Provider

THREADS: Final = 64
"""More than the engine's operations at once; most of them wait for readiness."""

UNLIMITED: Final = (("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1))


def main() -> None:
    """Serve on a free port of the loopback address."""
    server = grpc.server(ThreadPoolExecutor(THREADS), options=UNLIMITED)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Provider(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()


if __name__ == "__main__":
    main()
