"""Finds fault with data, and writes scaffolds for new data."""
