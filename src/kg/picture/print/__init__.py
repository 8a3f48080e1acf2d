"""The picture on paper: SVG that can stand alone, and PNG made of it."""

from kg.picture.print.lanes_svg import timeline_body, timeline_extent, timeline_live, timeline_notes
from kg.picture.print.markup import escape
from kg.picture.print.paper import legend_entries, sheet, unnamed
from kg.picture.print.raster import png
from kg.picture.print.svg import body

__all__ = [
    "body",
    "escape",
    "legend_entries",
    "png",
    "sheet",
    "timeline_body",
    "timeline_extent",
    "timeline_live",
    "timeline_notes",
    "unnamed",
]
