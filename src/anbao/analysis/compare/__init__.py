"""Where positions part: compared on disputes, and contradicting one another whatever the facts."""
