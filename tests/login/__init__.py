"""Logins, from the client's side: the token, what an empty answer means with one, and that nothing leaks."""
