"""The door for assistants: tools over the Model Context Protocol that say only what is known.

Ids come from a search, every row carries what says so, "no" and "not known" are different words,
claims are marked, and nothing that a label says is an instruction.
"""

from kg.assistant.desk import Desk
from kg.assistant.tools import TOOLS, Tool, call, offered

__all__ = ["TOOLS", "Desk", "Tool", "call", "offered"]
