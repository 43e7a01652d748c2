# Copied from generator/runtime/__init__.py. Do not edit here.
"""The client's core: everything that does not depend on the spec.

The generator copies these modules byte for byte into the package. Those under `aio` have twins under `sync`,
which the generator translates from them.
"""
