"""The language server; start it with `stackproof.lsp.server.serve`."""
