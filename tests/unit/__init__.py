"""Each module of the core by itself: checks, calls, HTTP, records, tables."""
