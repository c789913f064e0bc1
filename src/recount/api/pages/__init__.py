"""What the review pages show: one value of JSON a page."""
