//go:build tools

// Package tools names kwok, which plays the nodes of the control plane; go.sum pins it.
package tools

import _ "sigs.k8s.io/kwok/cmd/kwok"
