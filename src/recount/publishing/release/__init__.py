"""What makes published files a release: their state, what changed, what has to hold, a package, a README."""
