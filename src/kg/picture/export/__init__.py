"""The network as files for other programs: graph formats, tables and a pyvis network."""

from kg.picture.export.formats import cytoscape, edge_list, graphml, node_link, node_list
from kg.picture.export.gexf import gexf
from kg.picture.export.plain import to_pyvis

__all__ = ["cytoscape", "edge_list", "gexf", "graphml", "node_link", "node_list", "to_pyvis"]
