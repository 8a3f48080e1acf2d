"""The front: takes requests off the network, holds them to limits, and hands them on."""

from kg.web.front.app import Front
from kg.web.front.serving import Settings, serve

__all__ = ["Front", "Settings", "serve"]
