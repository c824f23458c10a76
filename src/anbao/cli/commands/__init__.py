"""The commands, grouped by topic: each parses, calls one function, and prints."""
