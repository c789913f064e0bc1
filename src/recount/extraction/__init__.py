"""Articles become reports, tallies and statements, every value with its words."""
