"""Builds the documentation site from the guides and `generated/`: ``python -m generator.website``."""
