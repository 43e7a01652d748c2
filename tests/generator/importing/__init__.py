"""OpenAPI files of the API's owner: read as they are, compared with each other and with the spec, and made into a spec."""
