"""ServiceAccess by a ServiceAccount, a Role and a RoleBinding."""

from collections.abc import Iterator

from oamdsl.model.effect import Create, Effect, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.service_access import ServiceAccess


@implements(ServiceAccess)
def service_account(trait: ServiceAccess, workload: RenderedWorkload) -> Iterator[Effect]:
    """An account, by default one named after the component, and a role when it has permissions.

    Source: Kubernetes, Using RBAC Authorization.
    """
    name = trait.account or workload.name
    if not trait.account:
        annotations = {"metadata": {"annotations": dict(trait.annotations)}} if trait.annotations else {}
        yield Create("v1", "ServiceAccount", name, annotations)
    yield Set(workload.pod_spec / "serviceAccountName", name)
    yield Set(workload.pod_spec / "automountServiceAccountToken", trait.token)
    if not trait.permissions:
        return
    rules = [
        {
            "apiGroups": [one.api_group],
            "resources": list(one.resources),
            "verbs": list(one.verbs),
            **({"resourceNames": list(one.names)} if one.names else {}),
        }
        for one in trait.permissions
    ]
    yield Create("rbac.authorization.k8s.io/v1", "Role", workload.name, {"rules": rules})
    account = {"kind": "ServiceAccount", "name": name, "namespace": workload.context.namespace}
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": workload.name}
    yield Create(
        "rbac.authorization.k8s.io/v1", "RoleBinding", workload.name, {"roleRef": role, "subjects": [account]}
    )
