"""Coast lines and borders that a map is drawn on, without the internet."""

from kg.picture.geography.outline import Outline, names, outline

__all__ = ["Outline", "names", "outline"]
