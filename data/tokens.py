"""Tokens: what opens something for whoever has it; the database keeps only what shows that it was the right one."""

import hashlib
import secrets


def new() -> str:
    """A token that nobody can guess, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What the database keeps of a token; it opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
