"""What the graph holds on each circumstance: authority, norms that turn on it, exclusions, real cases."""
