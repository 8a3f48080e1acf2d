"""The picture as a page: its data, its scripts and its evidence, in one file or on a server."""

from kg.picture.page.data import encode, payload, plain_json
from kg.picture.page.document import page
from kg.picture.page.framed import cell
from kg.picture.page.scripts import bundle, modules, style
from kg.picture.page.shape import PAYLOAD, Payload

__all__ = [
    "PAYLOAD",
    "Payload",
    "bundle",
    "cell",
    "encode",
    "modules",
    "page",
    "payload",
    "plain_json",
    "style",
]
