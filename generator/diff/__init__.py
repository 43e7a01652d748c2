"""What differs between two descriptions of the API, in words and by weight.

In: two descriptions (`nbia_core.api.Api`), or two OpenAPI files of somebody else. Out: changes, each with what a caller must
do, and the version number that they mean together. Imported by the generator's command line, by `importing/` and by what
renders the pages that compare versions; imports nothing of them.
"""
