//go:build tools

// Package tools names the API server whose schemas oamdsl ships; go.sum pins it.
package tools

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
)
