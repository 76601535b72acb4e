"""MNIST Desktop: draw a digit, see four classical models recognise it, keep it."""

__version__ = "0.1.0"
