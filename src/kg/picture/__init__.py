"""Pictures of networks: one offline page, print, graph formats. This package knows no RDF."""

from kg.picture.drawing import draw
from kg.picture.picture import Picture

__all__ = ["Picture", "draw"]
