"""Where everything of a scene stands: layouts, the map, the timeline, and room for its words."""

from kg.picture.place.dated import LANE_LABEL, WIDTH, Item
from kg.picture.place.lanes import LANES, ROW, Lane, Timeline, timeline
from kg.picture.place.opening import Shut, shut
from kg.picture.place.text import broken, fit, text_width, wrap
from kg.picture.place.view import (
    Label,
    Line,
    Opening,
    Patch,
    Point,
    Shade,
    Strand,
    View,
    along,
    fanned,
    mark_scale,
    via,
)
from kg.picture.place.views import map_view, network_view, several_views

__all__ = [
    "LANES",
    "LANE_LABEL",
    "ROW",
    "WIDTH",
    "Item",
    "Label",
    "Lane",
    "Line",
    "Opening",
    "Patch",
    "Point",
    "Shade",
    "Shut",
    "Strand",
    "Timeline",
    "View",
    "along",
    "broken",
    "fanned",
    "fit",
    "map_view",
    "mark_scale",
    "network_view",
    "several_views",
    "shut",
    "text_width",
    "timeline",
    "via",
    "wrap",
]
