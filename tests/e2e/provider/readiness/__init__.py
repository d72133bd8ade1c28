"""When an object counts as ready: one function a kind, from the live object to what is missing.

What may live here: reading the cluster; nothing that changes it.
"""
