#!/usr/bin/env python
"""Entry point of the command line."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """A wrong setting ends with its sentence on stderr and exit status 1 (haian_plan/env.py)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haian_plan.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
