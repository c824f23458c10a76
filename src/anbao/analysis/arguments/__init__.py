"""Arguments and attacks, in a dispute and between positions."""
