"""Kubernetes' own rules as pure functions: no client, no I/O, nothing of OAM."""
