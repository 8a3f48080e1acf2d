"""The picture as one page that opens offline: its data, its scripts and its evidence."""

from kg.picture.page.data import payload
from kg.picture.page.document import page

__all__ = ["page", "payload"]
