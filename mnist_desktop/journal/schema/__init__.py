"""The journal's tables, one file a version; each takes a file from the version before."""
