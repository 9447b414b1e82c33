"""Search over everything one may see."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kechuang.web.notices.queries import notices_saying
from kechuang.web.overview.finding import KINDS, SHOWN, search_of, show

_LONGEST = 200


@require_safe
def search(request):
    """What fits, by kind, the best first."""
    query, kind = request.GET.get("q", "").strip()[:_LONGEST], request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    sought = search_of(request.user, query, on=timezone.localdate())
    counts = sought.counts()
    places = range(sum(count for code, count in counts if kind in ("", code)))
    page = Paginator(places, SHOWN).get_page(request.GET.get("page"))
    rows = sought.rows(kind, page.object_list.start)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "asked": query,
        "kind": kind,
        "page": page,
        "rows": show(rows, query),
        "counts": counts,
        "total": sum(count for _, count in counts),
        "notices": len(notices_saying(request.user, query)),
        "query": kept.urlencode(),
    }
    return render(request, "overview/search.html", context)
