"""The picture on paper: SVG that can stand alone, PNG and PDF made of it."""

from kg.picture.print.lanes_svg import timeline_body, timeline_extent, timeline_live, timeline_notes
from kg.picture.print.markup import escape
from kg.picture.print.paper import about, legend_entries, sheet, unnamed
from kg.picture.print.raster import png
from kg.picture.print.saying import About, html_meta
from kg.picture.print.size import Size, read_size
from kg.picture.print.svg import body
from kg.picture.print.typeset import pdf

__all__ = [
    "About",
    "Size",
    "about",
    "body",
    "escape",
    "html_meta",
    "legend_entries",
    "pdf",
    "png",
    "read_size",
    "sheet",
    "timeline_body",
    "timeline_extent",
    "timeline_live",
    "timeline_notes",
    "unnamed",
]
