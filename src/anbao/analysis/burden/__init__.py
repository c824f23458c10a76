"""Who has to prove what."""
