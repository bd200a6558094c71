"""命令入口 - Run `python -m perfeval` as the command `perfeval`."""

import sys

from perfeval.cli import main

sys.exit(main())
