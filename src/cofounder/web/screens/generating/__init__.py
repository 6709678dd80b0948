"""The three plans being made, then shown one by one."""
