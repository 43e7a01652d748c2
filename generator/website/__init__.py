"""Builds the documentation site from `generated/`: ``python -m generator.website``."""
