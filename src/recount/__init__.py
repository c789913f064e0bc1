"""News reports about armed conflict become an incident dataset that can be defended."""
