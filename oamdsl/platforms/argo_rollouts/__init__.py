"""Implementations by Argo Rollouts (argoproj.io)."""

from oamdsl.platforms.argo_rollouts.canary_release import (
    rollout,
    rollout_by_gateway_api,
    rollout_by_istio,
)

__all__ = ["rollout", "rollout_by_gateway_api", "rollout_by_istio"]
