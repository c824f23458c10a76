"""Who asks: read from the environment, never from the command line, and never printed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from anbao.errors import DataError

__all__ = ["Credentials", "from_environment"]

USER, PASSWORD, TOKEN = "ANBAO_ENDPOINT_USER", "ANBAO_ENDPOINT_PASSWORD", "ANBAO_ENDPOINT_TOKEN"


@dataclass(frozen=True)
class Credentials:
    """A user with a password, or a bearer's token (RFC 6750); or neither."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def from_environment() -> Credentials:
    """Return the credentials that the environment holds.

    Raises:
        DataError: there is a user without a password, a password without a user, or both kinds at once.
    """
    user, password, token = (os.environ.get(name, "") for name in (USER, PASSWORD, TOKEN))
    if bool(user) != bool(password):
        raise DataError(f"{USER} and {PASSWORD} belong together.", mend="Set both, or neither.")
    if user and token:
        raise DataError(f"{USER} and {TOKEN} exclude one another.", mend="Set one of them.")
    if not (user + password + token).isprintable():
        raise DataError(f"{USER}, {PASSWORD} or {TOKEN} holds a line break.", mend="Remove it.")
    return Credentials(user, password, token)
