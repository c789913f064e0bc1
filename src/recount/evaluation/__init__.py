"""Records are compared with what a careful coder wrote."""
