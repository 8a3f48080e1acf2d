"""Coast lines and borders that a map is drawn on, without the internet."""

from kg.picture.geography.outline import Outline, outline

__all__ = ["Outline", "outline"]
