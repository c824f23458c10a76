"""Positions whose premises cannot all hold."""
