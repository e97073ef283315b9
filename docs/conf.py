"""Sphinx configuration: Markdown through MyST, citations through BibTeX, no content fetched from elsewhere."""

from importlib.metadata import version as installed

project = "Détente"
author = "The Détente developers"
copyright = "The Détente developers"
release = version = installed("detente")

extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3

bibtex_bibfiles = ["reference/bibliography.bib"]
bibtex_default_style = "unsrtalpha"
bibtex_reference_style = "author_year"

autodoc_typehints = "signature"
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = "Détente"
html_copy_source = False
html_show_sphinx = False
