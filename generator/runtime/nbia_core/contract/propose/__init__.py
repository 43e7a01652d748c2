"""What the spec should say instead: findings as edits of its YAML, and those as a patch."""
