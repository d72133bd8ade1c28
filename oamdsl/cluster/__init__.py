"""Reading a live cluster: kubeconfig, connection, snapshots, objects. The only place with a client.

It changes nothing: it reads, and asks for dry runs.
"""
