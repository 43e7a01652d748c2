"""The client's core: everything that does not depend on the spec.

The generator copies these modules byte for byte into the package. Those under `aio` have twins under `sync`,
which the generator translates from them.
"""
