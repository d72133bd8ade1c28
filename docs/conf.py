"""How Sphinx builds the site: `make docs`."""

project = "oamdsl"
extensions = ["myst_parser"]
myst_heading_anchors = 4
exclude_patterns = ["README.md"]
html_theme = "furo"
html_title = "oamdsl"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
pygments_style = "friendly"
pygments_dark_style = "monokai"
