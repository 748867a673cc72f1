"""One catalogue for all tests of packages, so that each real package is read once."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from stackproof.packages.catalogue import Catalogue
from stackproof.packages.store import Store


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    # Processes that share the work share the files.
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made = Catalogue(Store(shared / "facts-of-all"), patient=True)
    yield made
    made.close()
