import pytest

from oamdsl.kubernetes.spoken import hidden_from_meshes, not_http


@pytest.mark.parametrize(
    ("port", "problem"),
    [
        ({"port": 80}, None),
        ({"port": 80, "name": "tcp-80"}, None),
        ({"port": 80, "appProtocol": "HTTP"}, None),
        ({"port": 80, "appProtocol": "kubernetes.io/h2c"}, None),
        ({"port": 443, "appProtocol": "https"}, None),
        ({"port": 53, "protocol": "UDP"}, "is one of UDP"),
        ({"port": 5432, "appProtocol": "postgresql"}, "is declared as `postgresql`"),
    ],
)
def test_a_port_takes_http_unless_it_is_declared_as_something_else(port, problem):
    assert not_http(port) == problem


@pytest.mark.parametrize(
    ("port", "problem"),
    [
        ({"port": 80}, None),
        ({"port": 80, "name": "port-80"}, None),
        ({"port": 80, "name": "http"}, None),
        ({"port": 80, "name": "grpc-web-ui"}, None),
        ({"port": 80, "name": "tcp-80"}, "is called `tcp-80`, by which a mesh takes it for `tcp`"),
        ({"port": 80, "name": "tcp-80", "appProtocol": "http"}, None),
        ({"port": 80, "appProtocol": "https"}, "is declared as `https`, which a mesh does not decrypt"),
        ({"port": 80, "protocol": "SCTP", "appProtocol": "http"}, "is one of SCTP"),
        ({"port": 3306, "name": "db"}, "is one on which a mesh waits for the server to speak first"),
        ({"port": 3306, "name": "http-db"}, None),
    ],
)
def test_a_mesh_sees_requests_unless_number_or_name_say_otherwise(port, problem):
    assert hidden_from_meshes(port) == problem
