"""A plan as a graph, and the graph as a picture or data. Pure functions, one format a module; no I/O."""
