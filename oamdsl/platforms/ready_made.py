"""Platforms put together from technologies that often stand together; the ground for a team's own.

Each function takes what differs from cluster to cluster. `Platform.offering` adds and overrides.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from oamdsl.kubernetes.api import Api
from oamdsl.model.platform import Platform
from oamdsl.platforms import (
    ack,
    argo_rollouts,
    aws,
    cert_manager,
    external_secrets,
    flagger,
    gateway_api,
    istio,
    keda,
    koordinator,
    openkruise,
    prometheus_operator,
    traefik,
    vertical_pod_autoscaler,
)
from oamdsl.platforms.kubernetes import KUBERNETES


def _apis(*texts: str) -> Iterable[Api]:
    """APIs written as ``keda.sh/v1alpha1 ScaledObject``."""
    return [Api(version, kind) for text in texts for version, _, kind in [text.partition(" ")]]


def gateway_api_and_keda(
    *,
    gateway: str,
    namespace: str = "",
    http: str = "",
    https: str = "",
    listener_sets: bool = False,
    prometheus: str = "",
) -> Platform:
    """The Gateway API for what comes in, KEDA for scaling.

    Args:
        gateway: Name of the Gateway of the infrastructure operators.
        namespace: Its namespace; empty for the component's own.
        http: Name of its listener for plain requests; empty for none.
        https: Name of its listener with certificates of its own; empty for none.
        listener_sets: Whether it takes ListenerSets, by which routes bring certificates.
        prometheus: Address of the Prometheus that measures releases, such as
            ``http://prometheus.monitoring:9090``; empty to have none checked.
    """
    return KUBERNETES.offering(
        gateway_api.http_route(
            gateway=gateway, namespace=namespace, http=http, https=https, listener_sets=listener_sets
        ),
        gateway_api.traffic_mirror,
        gateway_api.traffic_split,
        argo_rollouts.rollout_by_gateway_api(prometheus=prometheus),
        keda.cron_triggers,
        keda.event_triggers,
        keda.resource_triggers,
        vertical_pod_autoscaler.vertical_pod_autoscaler,
        name="gateway-api-keda",
        apis=_apis(
            "gateway.networking.k8s.io/v1 HTTPRoute",
            "gateway.networking.k8s.io/v1 ListenerSet",
            "argoproj.io/v1alpha1 AnalysisTemplate",
            "argoproj.io/v1alpha1 Rollout",
            "keda.sh/v1alpha1 ScaledObject",
            "autoscaling.k8s.io/v1 VerticalPodAutoscaler",
        ),
        features=["network-policy", "mesh"],
    )


def istio_and_argo_rollouts(
    *, gateway: str, https: bool = False, redirects_https: bool = False, prometheus: str = ""
) -> Platform:
    """Istio for traffic, Argo Rollouts for releases.

    Args:
        gateway: Istio's Gateway of the infrastructure operators, ``namespace/name``.
        https: Whether it has a server for HTTPS with certificates of its own.
        redirects_https: Whether it sends plain requests there.
        prometheus: Address of the Prometheus that measures releases, such as
            ``http://prometheus.monitoring:9090``; empty to have none checked.
    """
    return _istio(gateway, https=https, redirects_https=redirects_https).offering(
        argo_rollouts.rollout_by_istio(prometheus=prometheus),
        name="istio-argo-rollouts",
        apis=_apis("argoproj.io/v1alpha1 AnalysisTemplate", "argoproj.io/v1alpha1 Rollout"),
    )


def istio_and_flagger(
    *, gateway: str, https: bool = False, redirects_https: bool = False, prometheus: str = ""
) -> Platform:
    """Istio for traffic, Flagger for releases.

    Args:
        gateway: Istio's Gateway of the infrastructure operators, ``namespace/name``.
        https: Whether it has a server for HTTPS with certificates of its own.
        redirects_https: Whether it sends plain requests there.
        prometheus: Address of the Prometheus that measures releases, such as
            ``http://prometheus.monitoring:9090``; empty to have none checked.
    """
    return _istio(gateway, https=https, redirects_https=redirects_https).offering(
        flagger.canary_by_istio(prometheus=prometheus),
        name="istio-flagger",
        apis=_apis(
            "flagger.app/v1beta1 Canary",
            "flagger.app/v1beta1 MetricTemplate",
            "networking.istio.io/v1 DestinationRule",
        ),
    )


def _istio(gateway: str, *, https: bool, redirects_https: bool) -> Platform:
    return KUBERNETES.offering(
        istio.virtual_service(gateway=gateway, https=https, redirects_https=redirects_https),
        istio.traffic_mirror,
        istio.traffic_split,
        keda.cron_triggers,
        keda.event_triggers,
        vertical_pod_autoscaler.vertical_pod_autoscaler,
        apis=_apis(
            "networking.istio.io/v1 VirtualService",
            "keda.sh/v1alpha1 ScaledObject",
            "autoscaling.k8s.io/v1 VerticalPodAutoscaler",
        ),
        features=["network-policy", "mesh"],
    )


def alibaba_ack(*, time_zone: str, limits_ingress: bool) -> Platform:
    """Alibaba Cloud's Container Service: ALB, CronHPA, Terway, OpenKruise and Koordinator.

    Args:
        time_zone: IANA name of the zone that the CronHPA controller runs in.
        limits_ingress: Whether Terway's mode limits traffic that comes in.
    """
    return KUBERNETES.offering(
        ack.application_load_balancer(),
        ack.cron_horizontal_pod_autoscaler(time_zone=time_zone),
        ack.horizontal_pod_autoscaler(time_zone=time_zone),
        ack.terway_bandwidth(limits_ingress=limits_ingress),
        openkruise.batch_release_by_ingress(class_type="aliyun-alb"),
        openkruise.pod_unavailable_budget,
        koordinator.colocation(scheduler=""),
        name="alibaba-ack",
        apis=_apis(
            "autoscaling.alibabacloud.com/v1beta1 CronHorizontalPodAutoscaler",
            "policy.kruise.io/v1alpha1 PodUnavailableBudget",
            "rollouts.kruise.io/v1beta1 Rollout",
        ),
        features=["koordinator", "network-policy"],
    )


def amazon_eks(
    *,
    scheme: Literal["internal", "internet-facing"] = "internet-facing",
    certificate: str = "",
    group: str = "",
    prometheus: str = "",
) -> Platform:
    """Amazon's EKS: an Application Load Balancer, and releases by the number of pods.

    Args:
        scheme: Who may reach the load balancer.
        certificate: ARN of its certificate; empty to have it look for one by the host of each route with TLS.
        group: Name of the group of routes that share one load balancer; empty for one for each.
        prometheus: Address of the Prometheus that measures releases, such as
            ``http://prometheus.monitoring:9090``; empty to have none checked.
    """
    return KUBERNETES.offering(
        aws.application_load_balancer(scheme=scheme, certificate=certificate, group=group),
        argo_rollouts.rollout(prometheus=prometheus),
        vertical_pod_autoscaler.vertical_pod_autoscaler,
        name="amazon-eks",
        apis=_apis(
            "argoproj.io/v1alpha1 AnalysisTemplate",
            "argoproj.io/v1alpha1 Rollout",
            "autoscaling.k8s.io/v1 VerticalPodAutoscaler",
        ),
    )


def traefik_edge(*, redirects_https: bool = False) -> Platform:
    """A small cluster, such as K3s, with Traefik.

    Args:
        redirects_https: Whether its plain entry point sends requests to the encrypted one.
    """
    return KUBERNETES.offering(
        traefik.ingress(redirects_https=redirects_https),
        name="traefik-edge",
        apis=_apis("traefik.io/v1alpha1 Middleware"),
        features=["network-policy"],
    )


def with_add_ons(
    platform: Platform,
    *,
    issuer: str = "",
    store: str = "",
    monitor_labels: Mapping[str, str] | None = None,
) -> Platform:
    """*platform* with what often stands beside it.

    Args:
        platform: The platform.
        issuer: Name of cert-manager's ClusterIssuer; empty where there is no cert-manager.
        store: Name of the ClusterSecretStore of the External Secrets Operator; empty where there is
            none.
        monitor_labels: Labels by which the Prometheus Operator's Prometheus finds monitors; None where there
            is none.
    """
    if issuer:
        certificate = cert_manager.certificate(issuer=issuer)
        platform = platform.offering(certificate, apis=_apis("cert-manager.io/v1 Certificate"))
    if store:
        secret = external_secrets.external_secret(store=store)
        platform = platform.offering(secret, apis=_apis("external-secrets.io/v1 ExternalSecret"))
    if monitor_labels is not None:
        monitor = prometheus_operator.monitor(labels=monitor_labels)
        kinds = _apis("monitoring.coreos.com/v1 PodMonitor", "monitoring.coreos.com/v1 ServiceMonitor")
        platform = platform.offering(monitor, apis=kinds)
    return platform


def ready_made() -> Iterator[Platform]:
    """Every one of them, with typical settings."""
    yield KUBERNETES
    prometheus = "http://prometheus-operated.monitoring:9090"
    for platform in (
        gateway_api_and_keda(
            gateway="public", namespace="infrastructure", http="http", https="https", prometheus=prometheus
        ),
        istio_and_argo_rollouts(
            gateway="infrastructure/public", https=True, redirects_https=True, prometheus=prometheus
        ),
        istio_and_flagger(
            gateway="infrastructure/public", https=True, redirects_https=True, prometheus=prometheus
        ),
    ):
        labels = {"release": "prometheus"}
        yield with_add_ons(platform, issuer="letsencrypt", store="vault", monitor_labels=labels)
    yield alibaba_ack(time_zone="Asia/Shanghai", limits_ingress=True)
    yield with_add_ons(amazon_eks(prometheus=prometheus), store="aws-secrets-manager")
    yield traefik_edge(redirects_https=True)
