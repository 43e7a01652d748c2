"""The client for an event loop. The modules of `_sync` are translated from these; only `threads` has two sources."""
