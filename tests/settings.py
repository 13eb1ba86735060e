"""The project's settings, with the one thing that only costs time in tests made cheap."""

from haian_plan.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

IN_MEMORY = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES = STORAGES | {"evidence": IN_MEMORY, "issued": IN_MEMORY}  # noqa: F405
