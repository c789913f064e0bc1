"""Invented news articles with a known answer: which copies which, and which tell of the same happening."""
