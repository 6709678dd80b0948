"""What was typed when the session had ended, offered again."""
