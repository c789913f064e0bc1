"""The datasets of others as formats: their columns, row types, writers and readers."""
