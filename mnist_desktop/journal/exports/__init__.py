"""One module a kind of file; each takes stored drawings and returns how many it wrote."""
