"""Checks by programs that share no code with ours."""
