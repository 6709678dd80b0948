"""Where bytes may lie: a folder, or this process's memory."""
