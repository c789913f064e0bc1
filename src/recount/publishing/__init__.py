"""Records become files and pages."""
