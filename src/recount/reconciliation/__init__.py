"""Published rules that turn rival statements into one figure: stands empty until they are computed."""
