"""What to ask a person next: stands empty until records are reviewed."""
