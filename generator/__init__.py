"""Turns the spec in `spec/` into the client, its docs and its OpenAPI description in `generated/`."""
