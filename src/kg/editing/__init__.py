"""What an editor of data files works with: canonical Turtle, versions, differences."""

from kg.editing.comments import Comments, comments_of
from kg.editing.difference import Change, Difference, diff
from kg.editing.tags import written_tags
from kg.editing.turtle import Block, Scribe, Statement, assembled, write
from kg.editing.versions import counterpart, engine_of_version

__all__ = [
    "Block",
    "Change",
    "Comments",
    "Difference",
    "Scribe",
    "Statement",
    "assembled",
    "comments_of",
    "counterpart",
    "diff",
    "engine_of_version",
    "write",
    "written_tags",
]
