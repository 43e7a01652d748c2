"""Sessions and streams for an event loop. The modules of `_sync` are translated from these; only `backend` has two sources."""
