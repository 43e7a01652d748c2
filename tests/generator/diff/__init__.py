"""Comparing two descriptions of the API, two specs, two releases."""
