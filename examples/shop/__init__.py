"""A shop: a web server, a worker, a database, a migration and a nightly report."""
