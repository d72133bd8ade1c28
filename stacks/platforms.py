"""The infrastructure operators' file: which traits each kind of cluster offers, and by which technology."""

from oamdsl import Api
from oamdsl.platforms import ack, gateway_api, keda, kubernetes
from oamdsl.platforms.kubernetes import KUBERNETES

NGINX = KUBERNETES.offering(
    kubernetes.ingress(ingress_class="nginx"),
    ack.cron_horizontal_pod_autoscaler(time_zone="America/Los_Angeles"),
    name="nginx",
    apis=[Api("autoscaling.alibabacloud.com/v1beta1", "CronHorizontalPodAutoscaler")],
)
"""An nginx ingress controller, and Alibaba's CronHPA controller."""

GATEWAY = KUBERNETES.offering(
    gateway_api.http_route(gateway="public", namespace="infrastructure"),
    keda.cron_triggers,
    name="gateway",
    apis=[
        Api("gateway.networking.k8s.io/v1", "HTTPRoute"),
        Api("keda.sh/v1alpha1", "ScaledObject"),
    ],
)
"""The Gateway API, and KEDA."""
