"""The trained reader: stands empty until a model file is shipped."""
