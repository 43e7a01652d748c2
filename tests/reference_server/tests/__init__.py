"""The reference server answers as the real one is known to."""
