"""From what people declared to a plan: objects, and who owns each field. Pure; no I/O, no Pulumi."""
