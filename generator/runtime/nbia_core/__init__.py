"""What the generated package `nbia` stands on: everything that does not depend on a version of the API.

The wings, the lowest first; each imports only those before it:

api < records < http < download, contract < client < compat, cli

`errors`, `checks`, `files` and `text` belong to all of them. Users import from `nbia` alone.
"""
