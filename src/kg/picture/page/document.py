"""The page: one file, no server, no request, nothing from data ever markup.

Every position comes from Python. The content security policy allows the script and the style by
their hashes, pictures that the page itself makes, and no address at all.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Final

from kg.picture.page.data import encode
from kg.picture.page.scripts import asset, bundle, style
from kg.picture.print import about, escape, html_meta

if TYPE_CHECKING:
    from kg.picture.page.shape import Payload
    from kg.picture.scene import Scene

__all__ = ["page"]

_HOLE: Final = re.compile(r"\{\{(\w+)\}\}")


def page(scene: Scene, data: Payload, *, static: str) -> str:
    """Give the whole page.

    Args:
        scene: For title and language.
        data: As `payload` gives it.
        static: Markup of the static twin, for readers without scripts, or nothing.
    """
    script = bundle("boot")
    holes = {
        "lang": scene.language,
        "dir": "rtl" if scene.language == "ur" else "ltr",
        "policy": _policy(style(), script),
        "title": escape(scene.title),
        "about": html_meta(about(scene)),
        "style": style(),
        "static": static,
        "data": encode(data),
        "script": script,
    }
    # One pass: what is put in is never looked at again, so that no text can name a hole.
    return _HOLE.sub(lambda hole: holes[hole[1]], asset("page.html"))


def _policy(look: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; "
        f"style-src 'sha256-{_digest(look)}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
