"""Pictures of networks: one offline page, print, graph formats. This package knows no RDF."""

from kg.picture.drawing import draw
from kg.picture.exploring import explore
from kg.picture.page import Payload
from kg.picture.page import bundle as page_script
from kg.picture.page import style as page_style
from kg.picture.panels import Panels
from kg.picture.picture import Picture

__all__ = ["Panels", "Payload", "Picture", "draw", "explore", "page_script", "page_style"]
