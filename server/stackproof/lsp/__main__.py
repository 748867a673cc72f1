"""Starts the language server with ``python -m stackproof.lsp``."""

import sys

from stackproof.lsp.server import serve

if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))
