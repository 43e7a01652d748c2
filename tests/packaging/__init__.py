"""Public names, wings, types, the wheel, the lock, the project's own files."""
