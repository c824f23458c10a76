"""How far an answer hangs on its findings: thousands of variations of one dispute."""
