"""Archives read while they arrive: format, safety, inflating, entries."""
