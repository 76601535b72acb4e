"""What a line of an ink file becomes in the journal."""
