"""The engine that a published site answers SPARQL with: a package that its publisher brings."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kg.errors import UsageError

__all__ = ["package_files"]

# The files of Oxigraph's npm package for browsers, by their names in the site.
_FILES: Final = {"static/oxigraph.js": "web.js", "static/oxigraph.wasm": "web_bg.wasm"}
_MEND: Final = "unpack what `npm pack oxigraph` gives, and name the folder `package`"


def package_files(folder: Path) -> list[tuple[str, bytes]]:
    """Give the files of Oxigraph's npm package that a browser needs, by their names in the site.

    Raises:
        UsageError: The folder holds no such package.
    """
    try:
        found = [(name, (folder / file).read_bytes()) for name, file in _FILES.items()]
    except OSError:
        what = "this folder holds no package of Oxigraph"
        raise UsageError(what, path=folder, mend=_MEND) from None
    if not found[1][1].startswith(b"\0asm"):
        raise UsageError("this is no WebAssembly", path=folder / _FILES[found[1][0]], mend=_MEND)
    return found
