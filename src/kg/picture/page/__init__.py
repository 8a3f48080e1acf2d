"""The picture as a page: its data, its scripts and its evidence, in one file or on a server."""

from kg.picture.page.data import encode, payload
from kg.picture.page.document import page
from kg.picture.page.scripts import bundle, modules, style

__all__ = ["bundle", "encode", "modules", "page", "payload", "style"]
