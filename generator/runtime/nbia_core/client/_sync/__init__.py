"""The client that blocks, translated from `_async` by `make generate`; only `threads` is written by hand."""
