"""Makes a release: refuses what must not be one, gathers the changelog, builds, checks, and tags.

Comes in: a version and the checkout. Goes out: a commit and a tag, sdist, wheel and SBOM; in a dry run, only what would be.
Run by make and by workflows; imports the comparison of descriptions, and nobody imports it.
"""
