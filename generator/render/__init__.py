"""Turns the description of a version into text: Python, docs, OpenAPI.

Comes in: an `Api`. Goes out: text by path. It decides nothing about the API, and knows nothing of YAML.
"""
