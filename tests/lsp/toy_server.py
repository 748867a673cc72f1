"""The real server process over the toy workspace."""

import sys

from toy_workspace import ToyWorkspace

from stackproof.lsp.server import run

sys.exit(run(ToyWorkspace))
