"""Read-only place names."""
