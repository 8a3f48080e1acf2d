"""The page: one file, no server, no request, nothing from data ever markup.

vis-network comes out of the installed pyvis package when the page is written; physics stays off and
every position comes from Python. The content security policy allows the two scripts by their
hashes, and no address at all.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError
from kg.picture.page.data import encode
from kg.picture.print import escape

if TYPE_CHECKING:
    from kg.picture.scene import Scene

__all__ = ["engine", "page"]

_SCRIPTS: Final = "state canvas lines panel table legend pointer main".split()
_ENGINE: Final = "templates/lib/vis-9.1.2/vis-network.min.js"
_HOLE: Final = re.compile(r"\{\{(\w+)\}\}")


def page(scene: Scene, data: dict[str, Any], *, timeline: str, static: str) -> str:
    """Give the whole page.

    Args:
        scene: For title, language and source line.
        data: As `payload` gives it.
        timeline: Markup of the timeline in each language, or nothing.
        static: Markup of the static twin, for readers without scripts, or nothing.
    """
    style, script = _asset("page.css"), _script()
    holes = {
        "lang": scene.language,
        "dir": "rtl" if scene.language == "ur" else "ltr",
        "policy": _policy(style, [engine(), script]),
        "title": escape(scene.title),
        "source": escape(scene.source_line),
        "style": style,
        "timeline": timeline,
        "static": static,
        "data": encode(data),
        "engine": engine(),
        "script": script,
    }
    # One pass: what is put in is never looked at again, so that no text can name a hole.
    return _HOLE.sub(lambda hole: holes[hole[1]], _asset("page.html"))


def _policy(style: str, scripts: list[str]) -> str:
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'sha256-{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _asset(name: str) -> str:
    return (files(__package__) / "assets" / name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    return "\n".join(_asset(f"{name}.js") for name in _SCRIPTS)


@cache
def engine() -> str:
    """Give vis-network 9.1.2 as pyvis carries it, without the pointer to a source map.

    Raises:
        UsageError: pyvis is not installed, or carries another version.
    """
    try:
        text = (files("pyvis") / _ENGINE).read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        raise UsageError(
            "pyvis is not installed, or carries no vis-network 9.1.2",
            mend="pip install 'pyvis>=0.3.2'",
        ) from None
    return text.split("//# sourceMappingURL", maxsplit=1)[0].replace("\r", "").rstrip() + "\n"
