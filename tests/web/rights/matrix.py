"""Every address of the URL configuration, asked by everybody about everything; what is answered beside what the tables say."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web.rights.rules import NAMING, RULES, Rule
from tests.web.rights.subjects import FACTORIES
from tests.web.rights.world import Subject, Who, build_organisations, build_people

SIGN_IN = "sign in"
IN, REFUSED, UNSEEN, NO_METHOD = "in", "403", "404", "405"


@dataclass(frozen=True)
class Case:
    """One request: who asks which address by which method about what, and the answer the tables give."""

    name: str
    method: str
    who: Who
    subject: Subject | None
    expected: str

    def __str__(self) -> str:
        about = f" about a {self.subject.kind} {self.subject.place}, {self.subject.state}" if self.subject else ""
        return f"{self.method} {self.name}{about} by {self.who.name}"


def names_of(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, bool]]:
    """Every named address of the site, and whether something goes into it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names_of(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", bool(pattern.pattern.converters)


def build_world() -> tuple[list[Who], list[Subject]]:
    """Everybody and everything, in the database."""
    places = build_organisations()
    everybody = build_people(places)
    return everybody, [subject for make in FACTORIES for subject in make(places, everybody)]


def cases(everybody: list[Who], subjects: list[Subject]) -> Iterator[Case]:
    """Every request of the matrix, in the order of the URL configuration."""
    for name, _ in names_of():
        rule = RULES.get(name) or NAMING[name]
        about = [one for one in subjects if one.kind == rule.subject] if rule.subject else [None]
        for who in everybody:
            for subject in about:
                for method in ("GET", "POST"):
                    yield Case(name, method, who, subject, expected(name, rule, method, who, subject))


def expected(name: str, rule: Rule, method: str, who: Who, subject: Subject | None) -> str:
    """What the tables say."""
    if not rule.open and not who.signed_in:
        return SIGN_IN
    if method not in rule.methods:
        return NO_METHOD
    verbs = (rule.verb,) if isinstance(rule.verb, str) else rule.verb
    if verbs is not None and not any(map(who.may, verbs)):
        return REFUSED
    if subject is not None and not rule.sees(who, subject):
        return UNSEEN
    if subject is not None and not rule.does(who, subject):
        return REFUSED
    if name in NAMING or (subject is not None and not rule.exists(who, subject)):
        return UNSEEN
    return IN


def ask(client: Client, case: Case) -> str:
    """What the site answers; whatever the request changed is undone."""
    client.cookies.clear()
    if case.who.key:
        client.cookies[settings.SESSION_COOKIE_NAME] = case.who.key
    rule = RULES.get(case.name) or NAMING[case.name]
    address = reverse(case.name, args=[*([case.subject.pk] if case.subject else []), *rule.words])
    with transaction.atomic():
        answer = client.get(address) if case.method == "GET" else client.post(address, dict(rule.data))
        if answer.streaming:
            b"".join(answer)  # read to its end, which closes its file; close() would close the connection as well
        transaction.set_rollback(True)
    return _class_of(answer)


def _class_of(answer) -> str:
    if answer.status_code == 302 and answer.url.startswith(reverse(settings.LOGIN_URL) + "?next="):
        return SIGN_IN
    if answer.status_code in (403, 404, 405) or answer.status_code >= 500:
        return str(answer.status_code)
    return IN


def leaks(chosen: Iterable[Case], counts: Counter) -> Iterator[str]:
    """Where the site answers otherwise than the tables; ``counts`` takes what was expected."""
    client = Client(raise_request_exception=False)
    for case in chosen:
        counts[case.expected] += 1
        answered = ask(client, case)
        if answered != case.expected:
            yield f"{case}: {answered} in place of {case.expected}"


def some_of(every: Iterable[Case], each: int) -> Iterator[Case]:
    """The first requests of every address, method and expected answer, and of each role among them."""
    seen: Counter = Counter()
    for case in every:
        kind = (case.name, case.method, case.expected)
        if seen[kind] < each and seen[(*kind, case.who.role)] < 1 + each // 4:
            seen[kind] += 1
            seen[(*kind, case.who.role)] += 1
            yield case
