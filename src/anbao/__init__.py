"""Which provision governs a platform dispute, what liability follows, and why."""
