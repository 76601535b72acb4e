"""What the program remembers between starts: one declared schema, one JSON file."""
