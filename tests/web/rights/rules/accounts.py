"""Accounts, signing in, delegations."""

from tests.web.rights.rules.rule import BOTH, GET, POST, Rule, everywhere, is_own
from tests.web.rights.world import Subject, Who


def owns_or_manages(who: Who, subject: Subject) -> bool:
    """What belongs to whoever is looking, or to an account they manage."""
    return is_own(who, subject) or who.may("organisation.manage")


def _account(subject="person", methods=POST):
    return Rule(methods, subject=subject, sees=everywhere("organisation.manage"))


RULES: dict[str, Rule] = {
    "accounts:sign-in": Rule(BOTH, open=True),
    "accounts:code": Rule(BOTH, open=True),
    "accounts:sign-out": Rule(POST),
    "accounts:unlink": Rule(POST, subject="link", sees=is_own),
    "accounts:password": Rule(BOTH),
    "accounts:own": Rule(),
    "accounts:act": Rule(POST),
    "accounts:factor": Rule(BOTH),
    "accounts:remove-factor": Rule(POST),
    "accounts:new-codes": Rule(POST),
    "accounts:end-sessions": Rule(POST),
    "accounts:end-session": Rule(POST, subject="session", sees=is_own),
    "accounts:delegate": Rule(BOTH),
    "accounts:withdraw": Rule(POST, subject="delegation", sees=owns_or_manages),
    "accounts:people": Rule(verb="organisation.manage"),
    "accounts:add-person": Rule(BOTH, verb="organisation.manage"),
    "accounts:person": _account(methods=GET),
    "accounts:hand-out-password": _account(),
    "accounts:switch-off": _account(),
    "accounts:grant-role": _account(),
    "accounts:take-factor": _account(),
    "accounts:end-sessions-of": _account(),
    "accounts:end-role": _account("held-role"),
}
# Addresses that say "no such page" to whoever may use them, where what a request must name is not named.
NAMING: dict[str, Rule] = {
    "accounts:go": Rule(POST, open=True, words=("none",)),
    "accounts:link": Rule(POST, words=("none",)),
    "openid_connect_callback": Rule(open=True, words=("none",)),
    "weixin_callback": Rule(open=True),
    "dingtalk_callback": Rule(open=True),
    "feishu_callback": Rule(open=True),
}
