"""One catalogue for all tests of packages, so that each real package is read once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stackproof.packages.catalogue import Catalogue
from stackproof.packages.store import Store


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    made = Catalogue(Store(tmp_path_factory.mktemp("cache")), patient=True)
    yield made
    made.close()
