"""The page in a notebook's cell: in a frame, over the picture that stays where frames do not."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import Final

__all__ = ["cell"]

_HEIGHT: Final = 760
# Scripts run, links open and files are kept; neither the notebook nor the net can be reached.
_MAY: Final = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"


def cell(title: str, page: str, svg: str) -> str:
    """Give the markup of a cell's output.

    Frame and picture lie in one place, the frame above. A viewer that strips frames, as code hosts
    do and notebooks that are not trusted, shows the picture, no wider than the cell.

    Args:
        title: Said by screen readers.
        page: The whole page.
        svg: The static picture.
    """
    twin = b64encode(svg.encode("utf-8")).decode("ascii")
    name = escape(title)
    return (
        '<div style="display:grid">'
        f'<img alt="{name}" style="grid-area:1/1;max-width:100%;max-height:{_HEIGHT}px;'
        f'justify-self:center" src="data:image/svg+xml;base64,{twin}">'
        f'<iframe sandbox="{_MAY}" title="{name}" style="grid-area:1/1;z-index:1;width:100%;'
        f'height:{_HEIGHT}px;border:0;background:#fff" srcdoc="{escape(page)}"></iframe></div>'
    )
