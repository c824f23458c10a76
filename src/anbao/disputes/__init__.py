"""Disputes: what they are, how people write them, when things happened."""
