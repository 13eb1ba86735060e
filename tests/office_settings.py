"""The settings of an office server under test: static files collected into a folder of the test's own, and served as
the program serves them."""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403

WHITENOISE_AUTOREFRESH = False
STATIC_ROOT = Path(os.environ["STATIC_OF_THE_TEST"])
