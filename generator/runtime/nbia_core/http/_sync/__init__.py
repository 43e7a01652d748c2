"""Sessions and streams that block, translated from `_async` by `make generate`; only `backend` is written by hand."""
