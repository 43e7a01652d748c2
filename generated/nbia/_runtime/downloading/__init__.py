# Copied from generator/runtime/downloading/__init__.py. Do not edit here.
"""Puts thousands of series on disk: complete, checked, and so that it can go on after any interruption."""
