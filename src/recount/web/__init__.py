"""The review pages: stand empty until a casebook can be served."""
