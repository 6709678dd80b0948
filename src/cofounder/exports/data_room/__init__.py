"""The data room: everything about a project in one archive, readable offline."""
