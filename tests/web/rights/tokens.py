"""What programs are shown, by tokens kept to one organisation or another: each list beside what the tables say of each thing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from kechuang.web.api.actions import digest_of
from kechuang.web.api.models import Token
from kechuang.web.organisations.models import Organisation
from tests.web.rights.duties import DUTIES
from tests.web.rights.rules import RULES
from tests.web.rights.world import HOME, PARENT, Subject, Who

# A list of the interface, what it lists, and the page whose rule says who sees one.
LISTS = {
    "plans": ("plan", "plans:plan"),
    "work-plans": ("work-plan", "tasks:work-plan"),
    "indicators": ("indicator", "indicators:indicator"),
    "observations": ("observation", "overview:lineage-observation"),
    "tasks": ("task", "tasks:task"),
    "rounds": ("round", "collection:round"),
    "returns": ("return", "collection:return"),
    "evaluations": ("evaluation", "evaluations:evaluation"),
    "recipes": ("recipe", "evaluations:recipe"),
    "releases": ("release", "publication:withdraw"),
}
_VERBS = sorted(frozenset().union(*DUTIES.values()))


@dataclass(frozen=True)
class Kept(Who):
    """Somebody by a token that is kept to an organisation and those below it."""

    to: str = HOME

    def reach(self, verb: str) -> frozenset[str]:
        """No further than the token."""
        return super().reach(verb) & _below(self.to)

    def over(self, verb: str) -> frozenset[str]:
        """Of the line above their home, what stands above or below what the token is kept to."""
        reach = self.reach(verb)
        return reach | {one for one in (HOME, "above") if one in _below(self.to) | _above(self.to)} if reach else reach


def _above(place: str | None) -> frozenset[str]:
    return frozenset() if place is None else _above(PARENT[place]) | {place}


def _below(place: str) -> frozenset[str]:
    return frozenset(one for one in PARENT if place in _above(one))


def tokens_of(everybody: list[Who]) -> Iterator[tuple[Kept, str]]:
    """A token of everybody who acts in their own name, for each organisation, with every verb there is."""
    now = timezone.now()
    for who in everybody:
        if who.person is None or not who.signed_in or "deputy" in who.name:
            continue
        for place in PARENT:
            shown = f"kc_{who.name}-{place}"
            Token.objects.create(
                person=who.person, name="t", digest=digest_of(shown), hint="t", verbs=_VERBS,
                organisation=Organisation.objects.get(code=f"matrix-{place}"), made_at=now, expires_at=now + timedelta(days=1),
            )  # fmt: skip
            yield Kept(who.name, who.role, who.scope, who.person, who.key, place), shown


def leaks(everybody: list[Who], subjects: list[Subject]) -> Iterator[str]:
    """Where a list shows something else than the tables say."""
    client = Client()
    for who, shown in tokens_of(everybody):
        for address, (kind, name) in LISTS.items():
            every = {one.pk: one for one in subjects if one.kind == kind}
            found = set(_listed(client, address, shown)) & set(every)
            right = {pk for pk, one in every.items() if _sees(who, RULES[name], one)}
            for pk in found ^ right:
                one = every[pk]
                wrong = "is shown" if pk in found else "is not shown"
                yield f"{kind} {one.place}, {one.state} {wrong} to {who.name} by a token kept to {who.to}"


def _sees(who, rule, subject):
    verbs = (rule.verb,) if isinstance(rule.verb, str) else rule.verb
    return (verbs is None or any(map(who.may, verbs))) and rule.sees(who, subject)


def _listed(client, address, shown):
    page, pages = 1, 1
    while page <= pages:
        answer = client.get(f"/api/v1/{address}?size=200&page={page}", headers={"authorization": f"Bearer {shown}"})
        if answer.status_code == 403:
            return
        told = answer.json()
        yield from (one["id"] for one in told["items"])
        page, pages = page + 1, told["pages"]
