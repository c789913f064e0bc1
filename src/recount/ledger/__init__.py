"""The append-only casebook: stands empty until records are kept."""
