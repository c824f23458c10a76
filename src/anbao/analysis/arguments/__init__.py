"""Who argues what against whom, in a dispute and between positions."""
