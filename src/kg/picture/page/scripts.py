"""The page's scripts: ES modules, as files for a server and as one module for a single file."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ["asset", "bundle", "modules", "style"]

_IMPORT: Final = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
_COMMENT: Final = re.compile(
    r"^[ \t]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/[ \t]*)\n", re.MULTILINE | re.DOTALL
)
_EXPORT: Final = re.compile(r"^export (?:async )?(?:function|const) (\w+)", re.MULTILINE)


@cache
def asset(name: str) -> str:
    """Give a file of the page as text."""
    return (files(__package__) / "assets" / name).read_text(encoding="utf-8")


def style() -> str:
    """Give the style sheet; all of it holds only inside an element of the class ``khyber``."""
    return asset("page.css")


@cache
def modules(entry: str) -> dict[str, str]:
    """Give the text of a module and of all that it imports, by file name, imports first."""
    found: dict[str, str] = {}
    _collect(entry, found, ())
    return found


def _collect(name: str, found: dict[str, str], above: tuple[str, ...]) -> None:
    if f"{name}.js" in found:
        return
    if name in above:
        raise RecursionError(" imports ".join([*above, name]))
    text = asset(f"{name}.js")
    for _, other in _IMPORT.findall(text):
        _collect(other, found, (*above, name))
    found[f"{name}.js"] = text


@cache
def bundle(entry: str) -> str:
    """Give a module and all that it imports as the text of one ES module.

    Each module stays in a scope of its own; what the entry exports, the whole exports.

    Args:
        entry: The module's name without suffix: ``"mount"`` exports ``mount(root, data, host)``,
            ``"boot"`` mounts the page of one file, ``"widget"`` is a notebook's.
    """
    scopes = [_scope(name.removesuffix(".js"), text) for name, text in modules(entry).items()]
    exported = _EXPORT.findall(asset(f"{entry}.js"))
    last = f"export const {{ {', '.join(exported)} }} = ${entry};\n" if exported else ""
    return "\n".join(scopes) + last


def _scope(name: str, text: str) -> str:
    """Give a module as a constant that holds what it exports."""
    names = ", ".join(_EXPORT.findall(text))
    inside = _IMPORT.sub(r"const {\1} = $\2;\n", text)
    inside = _EXPORT.sub(lambda found: found[0].removeprefix("export "), inside)
    return f"const ${name} = (() => {{\n{_plain(inside)}\nreturn {{ {names} }};\n}})();\n"


def _plain(text: str) -> str:
    """Leave out comments that fill whole lines: whoever reads the modules has them as files."""
    return _COMMENT.sub("", text).strip("\n")
