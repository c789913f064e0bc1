"""Where the stages meet: articles become records (`coding`), and a casebook keeps them (`adding`).

The two are imported by name, so that coding one article does not wait for what a casebook needs.
"""
