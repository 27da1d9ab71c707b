"""Write the reference of the command line from the commands themselves, so it cannot be wrong."""

import click
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
