"""Every knob: its unit, its default, and why."""

__all__ = ["VERSION"]

VERSION = "0.1.0"
