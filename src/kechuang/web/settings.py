"""Settings of the site; everything an operator may change comes from the environment (docs/operate.md lists it)."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from kechuang.web import replica
from kechuang.web.accounts.directory import directory_of
from kechuang.web.databases import database_of

ROOT = Path(__file__).resolve().parent


def secret_of(folder: Path) -> str:
    """The key that signs cookies: from the environment, else the one kept beside the data, else one for this process."""
    kept = folder / "secret"
    return os.environ.get("KECHUANG_SECRET") or (kept.read_text() if kept.is_file() else secrets.token_urlsafe(50))


def _listed(name: str, default: str) -> list[str]:
    return [entry.strip() for entry in os.environ.get(name, default).split(",") if entry.strip()]


DATA = Path(os.environ.get("KECHUANG_DATA", "kechuang-data")).resolve()
SECRET_KEY = secret_of(DATA)
DEBUG = False
ALLOWED_HOSTS = _listed("KECHUANG_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _listed("KECHUANG_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.weixin",
    "allauth.socialaccount.providers.dingtalk",
    "allauth.socialaccount.providers.feishu",
    "kechuang.web.words",
    "kechuang.web.journal",
    "kechuang.web.jobs",
    "kechuang.web.notices",
    "kechuang.web.search",
    "kechuang.web.organisations",
    "kechuang.web.charts",
    "kechuang.web.lists",
    "kechuang.web.accounts",
    "kechuang.web.plans",
    "kechuang.web.tracing",
    "kechuang.web.indicators",
    "kechuang.web.tasks",
    "kechuang.web.collection",
    "kechuang.web.evaluations",
    "kechuang.web.publication",
    "kechuang.web.overview",
    "kechuang.web.api",
    "kechuang.web.operation",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kechuang.web.middleware.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kechuang.web.middleware.Language",
    "kechuang.web.middleware.BodyLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kechuang.web.middleware.NoNulls",
    "kechuang.web.middleware.WhoAsks",
    "kechuang.web.middleware.IdleTimeOut",
    "kechuang.web.middleware.ActingAs",
    "kechuang.web.middleware.Remembers",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "kechuang.web.middleware.NewPassword",
    "kechuang.web.middleware.SecondFactor",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kechuang.web.middleware.OnlySent",
    "kechuang.web.middleware.Refusals",
]
ROOT_URLCONF = "kechuang.web.urls"
WSGI_APPLICATION = "kechuang.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "kechuang.web.words.folding.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kechuang.web.page.page",
            ],
            "builtins": [
                "kechuang.web.words.templatetags.words",
                "kechuang.web.words.templatetags.addresses",
                "kechuang.web.organisations.templatetags.people",
                "kechuang.web.words.templatetags.numbers",
            ],
        },
    }
]

DATABASES = {
    "default": database_of(os.environ.get("KECHUANG_DATABASE_URL") or f"sqlite:///{DATA / 'kechuang.sqlite3'}")
}
# A streaming copy that pages are read from; docs/scale.md says when one is worth it.
if os.environ.get("KECHUANG_REPLICA_URL"):
    DATABASES[replica.ALIAS] = {
        **database_of(os.environ["KECHUANG_REPLICA_URL"]),
        "TEST": {"MIRROR": "default"},
    }
    DATABASE_ROUTERS = ["kechuang.web.replica.Router"]
    MIDDLEWARE.insert(MIDDLEWARE.index("kechuang.web.middleware.Remembers"), "kechuang.web.replica.FromReplica")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisations.Person"
AUTHENTICATION_BACKENDS = ["kechuang.web.accounts.backend.Accounts"]
SESSION_ENGINE = "kechuang.web.accounts.backend"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "overview:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "kechuang.web.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "kechuang.web.accounts.passwords.UnlikeTheUserName"},
    {"NAME": "kechuang.web.accounts.passwords.NotCommon"},
    {"NAME": "kechuang.web.accounts.passwords.ThreeOfFourClasses"},
    {"NAME": "kechuang.web.accounts.passwords.NotOneOfTheLast"},
    {"NAME": "kechuang.web.accounts.passwords.NoWordOfTheHouse"},
]
PASSWORD_WORDS = ["kechuang", "科创", "kejiju", "kjj", *_listed("KECHUANG_PASSWORD_WORDS", "")]
LOCKOUT_TRIES = 5  # GB/T 22239-2019 8.1.4.1: limit failed sign-ins
LOCKOUT_MINUTES = 15
ADDRESS_TRIES = 40  # failures from one address, where a whole office may sit behind, under whatever names
IDLE_MINUTES = 30
PASSWORD_DAYS = 90
PASSWORDS_KEPT = 5
SESSIONS_AT_ONCE = int(os.environ.get("KECHUANG_SESSIONS", "3"))
SECOND_FACTOR_ROLES = _listed("KECHUANG_SECOND_FACTOR", "administrator,auditor")
CODE_MINUTES = 5  # how long after the password a code of the second factor may come
DELEGATION_DAYS = 92


def elsewhere_of(environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The sites that vouch for people: an OpenID Connect server, and the chats a client of which is named."""
    found = {}
    if environment.get("KECHUANG_OIDC_SERVER"):
        found["oidc"] = {"speaks": "openid_connect", "server": environment["KECHUANG_OIDC_SERVER"]}
    chats = ("weixin", "dingtalk", "feishu")
    found |= {chat: {"speaks": chat} for chat in chats if environment.get(f"KECHUANG_{chat.upper()}_CLIENT")}
    for key, one in found.items():
        prefix = f"KECHUANG_{key.upper()}"
        one["client"], one["secret"] = environment.get(f"{prefix}_CLIENT", ""), environment.get(f"{prefix}_SECRET", "")
        one["name"] = environment.get(f"{prefix}_NAME", "")
    return found


ELSEWHERE = elsewhere_of(os.environ)
DIRECTORY = directory_of(os.environ)  # LDAP; None where none is named
# django-allauth speaks with them; its own pages, e-mail addresses and signing up are not used.
SOCIALACCOUNT_ADAPTER = "kechuang.web.accounts.views_elsewhere.Arrivals"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if os.environ.get("KECHUANG_HTTPS") == "1" else "http"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
# HTTPS is the place's to set up; where it stands, cookies and redirects follow.
HTTPS = os.environ.get("KECHUANG_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
# A name that begins so is taken by a browser only from this host, over HTTPS.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if HTTPS else ("sessionid", "csrftoken")
SECURE_REDIRECT_EXEMPT = [
    r"^api/v1/"
]  # a program that came without HTTPS is told so: followed, it would go on as it began
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# How many reverse proxies of our own stand in front: the address of a visitor is that many places from the end.
TRUSTED_PROXIES = int(os.environ.get("KECHUANG_PROXIES", "0"))
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("KECHUANG_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 300
MEDIA_ROOT = DATA / "uploads"
LARGEST_UPLOAD = 64 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o600

# The journal's checkpoints should leave this machine: point this at a folder that another machine keeps.
CHECKPOINTS = Path(os.environ.get("KECHUANG_CHECKPOINTS", DATA / "checkpoints"))
CHECKPOINT_KEY = Path(os.environ.get("KECHUANG_CHECKPOINT_KEY", DATA / "checkpoint-key.pem"))
CHECKPOINT_ORIGIN = os.environ.get("KECHUANG_ORIGIN", "kechuang/journal")

# E-mail goes out where a server is named; SITE_ADDRESS is what stands before the links in it.
EMAIL_HOST = os.environ.get("KECHUANG_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("KECHUANG_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("KECHUANG_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KECHUANG_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("KECHUANG_MAIL_TLS") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("KECHUANG_MAIL_FROM", "kechuang@localhost")
SECURITY_CONTACT = os.environ.get("KECHUANG_SECURITY_CONTACT", "")  # mailto: or https:, for /.well-known/security.txt
SITE_ADDRESS = os.environ.get("KECHUANG_ADDRESS", "").rstrip("/")

API_CALLS_A_MINUTE = int(os.environ.get("KECHUANG_API_CALLS", "300"))  # a token

JOB_LEASE_SECONDS = 60
JOB_TRIES = 3

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
