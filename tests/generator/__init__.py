"""Every error of the spec has its place; no text of the spec becomes code; the same bytes always."""
