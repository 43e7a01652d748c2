"""How images are read and shown."""
