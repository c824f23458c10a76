"""Decides one dispute under one position: prepare, run the rules, read what they found."""
