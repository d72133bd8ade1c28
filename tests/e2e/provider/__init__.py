"""A stand-in, for tests only, for the official Kubernetes provider of Pulumi.

The official one is a plugin that Pulumi downloads; it is in no package registry, so tests that must
run without that download attach the engine to this one instead. What passes with it alone is not
known to work: run the same tests with the official plugin too.

It does what the official one does, as read in its source (4.32), for plain Kubernetes objects:
create, then server-side apply under a field manager of the object's own, `ignoreChanges`, secrets,
previews by dry run, replacement of immutable fields, waiting for readiness, refresh, import, and
deletion in the foreground; of its options `upsertExistingObjects`, `enablePatchForce`,
`enableConfigMapMutable`, `enableSecretMutable` and `namespace`; of its annotations `skipAwait`,
`timeoutSeconds`, `waitFor` (in part), `patchForce`, `patchFieldManager` and
`deletionPropagationPolicy`.

It does not do: Patch and List resources, Helm charts and releases, YAML and Kustomize components,
client-side apply, rendering to a folder, invokes, `get` of objects by a query, several provider
configurations in one update, logins by a command, normalisation of objects through Kubernetes' Go
types (quantities and values that the server drops are compared by rule instead), and waiting for
endpoints to settle (ten seconds in the official one).

What may live here: what the protocol asks for, one concern a module; no tests, nothing of oamdsl.
"""
