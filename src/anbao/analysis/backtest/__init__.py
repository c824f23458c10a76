"""Positions replayed on decided cases: agreement, scores, and why a replay falls short."""
