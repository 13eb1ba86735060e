"""One settings file. What differs between machines comes from the environment (haian_plan/env.py)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import bootstrap_wrapper
from csp.constants import NONE, SELF

from haian_plan import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
PLAN_DIR = BASE_DIR / "fixtures" / "ke-hoach-33"

PROFILE = env.read_profile()
DEBUG = env.refuse_debug_in_production(PROFILE, env.read_flag("DEBUG"))
SECRET_KEY = env.read_secret_key(PROFILE, VAR_DIR)
ALLOWED_HOSTS = env.read_hosts(PROFILE)
PORT = env.read_port("PORT", 8000)
SITE_URL = env.read_site_url(PROFILE, ALLOWED_HOSTS, PORT)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "haian_plan.admin_app.AdminConfig",
    "haian_plan",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "units",
    "plans",
    "kpis",
    "tasks",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "haian_plan.middleware.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "haian_plan.middleware.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "haian_plan.middleware.IdleInAdmin",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "haian_plan.middleware.FirstPassword",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "haian_plan.urls"
WSGI_APPLICATION = "haian_plan.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "haian_plan.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"


(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
DATABASES = {"default": env.read_database(f"sqlite:///{VAR_DIR / 'haian.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Pages drawn once an edition of the data (reports/dashboard/editions.py): the key names the edition, so every process
# may have its own; at most some 25 MB each.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "units.accounts.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "units.accounts.LongMixedPassword"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "my_work"
LOGOUT_REDIRECT_URL = "login"

# Sessions live in a signed cookie: an idle limit then costs no write, so a GET changes no row.
# User.session_epoch is part of the session's hash; raising it ends every session at once.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_AGE = 15 * 60
ADMIN_IDLE_AGE = 5 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(hours=12)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "units.accounts.attempted_username"
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # the rule locks the account, wherever the attempts come from
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["haian_plan.formats"]
LOCALE_PATHS = [BASE_DIR / "haian_plan" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS: list[Any] = [BASE_DIR / "static", ("bootstrap", bootstrap_wrapper.get_bootstrap_dir())]
WHITENOISE_USE_FINDERS = PROFILE == "demo"
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "evidence": env.read_file_store("EVIDENCE", VAR_DIR / "evidence", [BASE_DIR / "static", STATIC_ROOT]),
    "issued": env.read_file_store("ISSUED", VAR_DIR / "issued", [BASE_DIR / "static", STATIC_ROOT]),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PROFILE == "demo"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

globals().update(env.read_email())  # EMAIL_HOST and what goes with it, under the names that Django reads

EVIDENCE_SCANNER: list[str] = env.read_scanner()

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if PROFILE == "https":
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_HANDLERS = [
    "haian_plan.uploads.NoMoreThanNeeded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"briefly": {"()": "haian_plan.logs.Briefly"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["briefly"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
