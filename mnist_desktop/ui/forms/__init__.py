"""A dialog's fields, made from what the settings declare."""
