"""Facts about the SDKs that are installed: names, types, what is required, deprecated, and said about them."""

from stackproof.packages.catalogue import Catalogue, Listener
from stackproof.packages.places import cache_folder
from stackproof.packages.store import Store

__all__ = ["Catalogue", "Listener", "Store", "cache_folder"]
