"""A build before, while and after it runs, with its preview."""
