"""The addresses that are notified of releases, managed by the administrator."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.web.organisations import access as organisations
from kechuang.web.origin import origin_of
from kechuang.web.publication import queries
from kechuang.web.publication import webhooks as actions
from kechuang.web.publication.access import targets_visible_to
from kechuang.web.publication.forms import TargetForm
from kechuang.web.words import say


@require_safe
def webhooks(request):
    """Every address that is or was told."""
    organisations.require(request.user, "webhook.manage")
    page = Paginator(targets_visible_to(request.user).select_related("by").order_by("pk"), 30)
    return render(request, "publication/webhooks.html", {"page": page.get_page(request.GET.get("page"))})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Put an address on the list."""
    organisations.require(request.user, "webhook.manage")
    form = TargetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            target = actions.allow(**form.cleaned_data, **_by(request))
            return redirect("publication:webhook", pk=target.pk)
        except actions.BadAddress as bad:
            form.add_error("url", say(bad.code))
    return render(request, "publication/add_webhook.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def webhook(request, pk):
    """One address: its secret, and what was sent there."""
    organisations.require(request.user, "webhook.manage")
    target = get_object_or_404(targets_visible_to(request.user), pk=pk)
    page = Paginator(queries.deliveries_of(target), 30).get_page(request.GET.get("page"))
    context = {"target": target, "secret": actions.secret_of(target), "page": page}
    return render(request, "publication/webhook.html", context)


@require_POST
def switch(request, pk):
    """Let an address be told, or no longer."""
    organisations.require(request.user, "webhook.manage")
    target = get_object_or_404(targets_visible_to(request.user), pk=pk)
    actions.switch(target, active=request.POST.get("active") == "1", **_by(request))
    return redirect("publication:webhook", pk=pk)


def _by(request):
    return {"actor": request.user, "origin": origin_of(request), "at": timezone.now()}
