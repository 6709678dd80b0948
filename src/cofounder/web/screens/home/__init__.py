"""The projects, or the one field a new founder sees."""
