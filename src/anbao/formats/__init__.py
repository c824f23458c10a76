"""What the commands give to programs: one module for each published schema."""
