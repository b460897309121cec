"""All settings. What differs between installations comes from the environment (config/environment.py)."""

import os

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.environment import BASE_DIR, database, flag, key, mail_server, var_folder, web_address

VAR = var_folder()
DEMO = flag("TONGXIN_DEMO")
DEBUG = flag("TONGXIN_DEBUG")
ALLOW_SYNTHETIC = DEMO or DEBUG  # practice ID numbers 4199…, telephones 12…, accounts 990000…
SECRET_KEY = key("secret_key", VAR / "keys")
MASTER_KEY = key("master_key", VAR / "keys")
ALLOWED_HOSTS = os.environ.get("TONGXIN_HOSTS", "*" if DEMO or DEBUG else "localhost,127.0.0.1").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("TONGXIN_ORIGINS", "").split(",") if origin]
PUBLIC_URL = os.environ.get("TONGXIN_PUBLIC_URL", "http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_fsm",
    "viewflow",
    "viewflow.workflow",
    "organisation",
    "documents",
    "documents.drafts",
    "documents.reminders",
    "programs",
    "cases.registry",
    "cases",
    "cases.children",
    "cases.incidents",
    "cases.stipends",
    "finance",
    "volunteers",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "documents.middleware.request_id",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "organisation.middleware.keep_no_copy",
    "organisation.middleware.require_own_password_and_second_factor",
    "documents.middleware.refusals",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

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
                "csp.context_processors.nonce",
                "config.navigation.frame",
                "documents.reminders.inbox.bell",
            ],
        },
    }
]
FORM_RENDERER = "config.forms.ComponentRenderer"

DATABASES = {"default": database(os.environ.get("TONGXIN_DATABASE_URL"), VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["TONGXIN_REDIS_URL"]}
    if "TONGXIN_REDIS_URL" in os.environ
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["papers", "long"],
    }
}

globals().update(mail_server(os.environ.get("TONGXIN_MAIL_URL")))
DEFAULT_FROM_EMAIL = os.environ.get("TONGXIN_MAIL_FROM", "tongxin@localhost")
MESSAGES_BY_MAIL = "TONGXIN_MAIL_URL" in os.environ or ALLOW_SYNTHETIC  # practice: to the console
MESSAGE_URL = web_address("TONGXIN_MESSAGE_URL")  # a gateway for SMS or WeCom, see docs/messages.md
MESSAGE_TOKEN = os.environ.get("TONGXIN_MESSAGE_TOKEN", "")

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["organisation.backends.PostBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "organisation.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "organisation.passwords.ThreeOfFourClasses"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_FORMS = {
    "login": "organisation.forms.LoginForm",
    "change_password": "organisation.forms.ChangePasswordForm",
}
ACCOUNT_ADAPTER = "organisation.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/30m/key"}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ALLAUTH_TRUSTED_PROXY_COUNT = int(flag("TONGXIN_BEHIND_PROXY"))  # else all of a county would share one lock
MFA_ADAPTER = "organisation.adapters.MfaAdapter"
MFA_FORMS = {
    "authenticate": "organisation.forms.AuthenticateForm",
    "reauthenticate": "organisation.forms.ReauthenticateForm",
    "activate_totp": "organisation.forms.ActivateTotpForm",
    "add_webauthn": "organisation.forms.AddKeyForm",
    "edit_webauthn": "organisation.forms.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Tongxin"
MFA_TOTP_TOLERANCE = 1
SECOND_FACTOR_FOR_ALL_STAFF = flag("TONGXIN_SECOND_FACTOR_FOR_ALL")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20

SESSION_COOKIE_AGE = 60 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = flag("TONGXIN_HTTPS")
SECURE_HSTS_SECONDS = 31536000 if SECURE_SSL_REDIRECT else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("TONGXIN_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "style-src-attr": [NONE],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

WIRING = "config.wiring"  # consequences and blockers between apps, read by documents.transitions
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {} if DEBUG else {"reticent": {"()": "config.reticence.Reticent"}},
    "handlers": {"console": {"class": "logging.StreamHandler", **({} if DEBUG else {"formatter": "reticent"})}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
