"""Pages: visitor, member, stranger; page and swap; plain forms."""
