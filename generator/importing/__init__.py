"""What an OpenAPI file of the API's owner says: read as it was written, compared with another one or with the spec.

Comes in: OpenAPI 3 files, broken ones included. Goes out: what differs, as changes of `generator.diff`, and the spec that would
say what the file says. Imported by the generator's command line, and by that of `diff` for two such files. Imports `load`, the
changes and reports of `diff`, and the core, never what renders.
"""
