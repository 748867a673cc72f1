"""Lets ``python -m stackproof`` be the command."""

from stackproof.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
