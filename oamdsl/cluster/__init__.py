"""Reading a live cluster: kubeconfig, connection, recording. The only place with a client; it only reads."""
