//go:build tools

// Package tools names helm, which oamdsl is measured beside; go.sum pins it.
package tools

import _ "helm.sh/helm/v4/cmd/helm"
