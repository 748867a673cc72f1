"""Terraform's names for resources, arguments and blocks, with every framework's way back to them."""
