"""The address a request comes from."""

from django.conf import settings


def origin_of(request):
    """The address of whoever sent the request, behind as many proxies of our own as the settings say."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        return forwarded[-settings.TRUSTED_PROXIES][:64]
    return request.META.get("REMOTE_ADDR", "")[:64]
