"""Cassettes: how they are recorded, and what both clients read in them."""
