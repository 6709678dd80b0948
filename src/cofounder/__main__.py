"""`python -m cofounder` is the command `cofounder`."""

from __future__ import annotations

import sys

from cofounder.cli import main

if __name__ == "__main__":
    sys.exit(main())
