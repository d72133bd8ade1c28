"""One rule a module, named by the problem that it finds; `catalogue` lists them."""
