"""The web: addresses for things, forms for questions, an endpoint that describes itself."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from kg.web.site import Limits, Opened, Site

if TYPE_CHECKING:
    from kg.web.front import Settings as Settings
    from kg.web.front import serve as serve
    from kg.web.still import Published as Published
    from kg.web.still import publish as publish

__all__ = ["Limits", "Opened", "Published", "Settings", "Site", "publish", "serve"]

# Only a server needs the server's libraries.
_LATE: Final = {
    "Published": "still",
    "Settings": "front",
    "publish": "still",
    "serve": "front",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the room exports
    """Import what only a server needs when it is first used (PEP 562)."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"kg.web.{_LATE[name]}"), name)
