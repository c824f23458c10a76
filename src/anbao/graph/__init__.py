"""Reads and writes RDF: stores, the vocabulary, query files and what they answer."""
