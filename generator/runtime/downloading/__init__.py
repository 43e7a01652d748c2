"""Puts thousands of series on disk: complete, checked, and so that it can go on after any interruption."""
