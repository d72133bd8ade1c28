"""New projects and parts of projects, from templates; `oamdsl.cli.init` writes them."""
