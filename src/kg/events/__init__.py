"""Events beside the graph: reports by the million, counted in DuckDB and never stated as facts."""
