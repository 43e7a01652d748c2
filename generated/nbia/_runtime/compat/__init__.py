# Copied from generator/runtime/compat/__init__.py. Do not edit here.
"""The functions of tcia_utils, over this client."""
