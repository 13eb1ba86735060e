"""The project's settings, with what only costs time in tests made cheap."""

import os

from haian_plan.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True  # a static file is looked for when it is asked for, not all of them for every client

IN_MEMORY = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES = STORAGES | {"evidence": IN_MEMORY}  # noqa: F405
if "ISSUED_DIR" not in os.environ:  # a server that a test runs names one
    STORAGES |= {"issued": IN_MEMORY}
