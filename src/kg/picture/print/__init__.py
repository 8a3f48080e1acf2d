"""The picture on paper: SVG that can stand alone, PNG and PDF made of it."""

from kg.picture.print.files import looks_of, suffix_of, write_all
from kg.picture.print.halo import with_plain_words
from kg.picture.print.lanes_svg import timeline_body, timeline_extent, timeline_live, timeline_notes
from kg.picture.print.markup import escape
from kg.picture.print.multiples import grid
from kg.picture.print.paper import about, lane_entries, legend_entries, sheet, subtitle, unnamed
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
    "grid",
    "html_meta",
    "lane_entries",
    "legend_entries",
    "looks_of",
    "pdf",
    "png",
    "read_size",
    "sheet",
    "subtitle",
    "suffix_of",
    "timeline_body",
    "timeline_extent",
    "timeline_live",
    "timeline_notes",
    "unnamed",
    "with_plain_words",
    "write_all",
]
