"""A site without a server: the same pages as files, with links that work from a folder."""

from kg.web.still.publishing import Published, publish

__all__ = ["Published", "publish"]
