"""Which hosts a request may name, so that another site that calls itself ours reads nothing."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

__all__ = ["host_allowed"]

_LOCAL: Final = ("localhost", "127.0.0.1", "[::1]")
_HOST: Final = re.compile(r"(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(?::[0-9]{1,5})?")


def host_allowed(header: str, allowed: Collection[str], own: str) -> bool:
    """Say whether a Host header names this server.

    Where it is not held to a name, a page of another site whose name leads to this address could
    read what is here (DNS rebinding); an address of this machine as a number cannot be such a name.

    Args:
        header: The header.
        allowed: Further names, in lower case.
        own: The address, as a number, at which the request came in.

    >>> host_allowed("localhost:8000", (), "127.0.0.1"), host_allowed("evil.example", (), "")
    (True, False)
    """
    match = _HOST.fullmatch(header)
    if match is None:
        return False
    name = match[1].lower()
    return name in _LOCAL or name in allowed or name.strip("[]") == own.lower()
