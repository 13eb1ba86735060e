"""The project's settings, with what only costs time in tests made cheap."""

from haian_plan.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True  # a static file is looked for when it is asked for, not all of them for every client

IN_MEMORY = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES = STORAGES | {"evidence": IN_MEMORY, "issued": IN_MEMORY}  # noqa: F405
