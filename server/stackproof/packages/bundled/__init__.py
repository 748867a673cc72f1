"""Facts of current versions, made by `stackproof.packages.build`."""
