//go:build tools

// Package tools names the Pulumi command line that the end-to-end tests build; go.sum pins it.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
