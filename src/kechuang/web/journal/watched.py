"""Which tables are watched: each change of one of their rows is written down by triggers, whoever makes it and by whatever way."""

from collections.abc import Mapping
from dataclasses import dataclass

# The end of a secret tells whether it is another one and no more: what is kept is a salted or keyed hash, the hash of chance, or
# enciphered, so without the rest nobody can try guesses on it. Of what is too short for that, only that it is there is written down.
HIDDEN, LEAST, END = "***", 40, 16


@dataclass(frozen=True)
class Watch:
    """What of a table is written down. ``secret`` columns with the end of what is kept of them, ``long`` ones with their length;
    ``unseen`` are counters and times of use, which change with every look at the site and say nothing of the work.
    ``personal`` ones are written down, and shown masked to whoever has no need of names.
    """

    secret: tuple[str, ...] = ()
    long: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()


_WHOLE = Watch()
WATCHED: Mapping[str, Watch] = {
    "organisations_organisation": _WHOLE,
    "organisations_placement": _WHOLE,
    "organisations_person": Watch(secret=("password",), unseen=("last_login",), personal=("name",)),
    "organisations_heldrole": _WHOLE,
    "organisations_heldrole_listed": _WHOLE,
    "organisations_delegation": _WHOLE,
    "accounts_secondfactor": Watch(secret=("secret",), unseen=("last_step",)),
    "accounts_recoverycode": Watch(secret=("hash",)),
    "socialaccount_socialaccount": Watch(unseen=("extra_data", "last_login"), personal=("uid",)),
    "notices_address": Watch(long=("email",)),  # not its end: addresses can be guessed
    "api_token": Watch(secret=("digest",), unseen=("window", "used", "last_used_at", "last_origin")),
    "overview_screen": Watch(secret=("fingerprint",)),
    "plans_original": Watch(long=("text", "page_starts", "tables")),
    "plans_plan": _WHOLE,
    "plans_version": Watch(long=("missed",)),
    "plans_item": _WHOLE,
    "plans_findinglabel": _WHOLE,
    "indicators_indicator": _WHOLE,
    "indicators_course": _WHOLE,
    "indicators_plannedvalue": _WHOLE,
    "indicators_observation": _WHOLE,
    "tasks_followed": _WHOLE,
    "tasks_knownname": _WHOLE,
    "tasks_task": _WHOLE,
    "tasks_task_supporting": _WHOLE,
    "tasks_milestone": _WHOLE,
    "tasks_instruction": _WHOLE,
    "tasks_report": _WHOLE,
    "tasks_workplan": _WHOLE,
    "tasks_worklink": _WHOLE,
    "collection_round": _WHOLE,
    "collection_roundindicator": _WHOLE,
    "collection_return": _WHOLE,
    "collection_return_hands": _WHOLE,
    "collection_return_county_hands": _WHOLE,
    "collection_cell": _WHOLE,
    "collection_evidence": _WHOLE,
    "collection_step": _WHOLE,
    "evaluations_snapshot": Watch(long=("content",)),
    "evaluations_recipe": _WHOLE,
    "evaluations_evaluation": _WHOLE,
    "evaluations_result": Watch(long=("content",)),
    "evaluations_opinion": _WHOLE,
    "evaluations_signature": _WHOLE,
    "publication_publication": _WHOLE,
    "publication_release": Watch(long=("content",)),
    "publication_releasedfile": Watch(long=("content",)),
    "publication_withdrawal": _WHOLE,
    "publication_target": Watch(secret=("nonce",)),
}

# Tables whose rows are only added, each with what must hold of a row for it to stay; "" where all stay. ``one`` is the row.
_ADOPTED = "stage = 'adopted'"
KEPT: Mapping[str, str] = {
    "journal_entry": "",
    "journal_rowchange": "",
    "journal_binding": "",
    "indicators_observation": "",
    "indicators_verdictchange": "",
    "plans_version": f"one.{_ADOPTED}",
    "plans_item": f"EXISTS (SELECT 1 FROM plans_version held WHERE held.id = one.version_id AND held.{_ADOPTED})",
    "plans_findinglabel": "",
    "tasks_report": "",
    "tasks_instruction": "",
    "collection_step": "",
    "evaluations_snapshot": "",
    "evaluations_recipe": "",
    "evaluations_result": "",
    "evaluations_opinion": "",
    "evaluations_signature": "",
    "publication_release": "",
    "publication_releasedfile": "",
    "publication_withdrawal": "",
}

_BY_ALLAUTH = "of django-allauth, which the site uses for its protocols only; stays empty"
_BY_DJANGO = "of Django, not used by the site; rights are held roles"
NOT_WATCHED: Mapping[str, str] = {
    "journal_entry": "the journal itself: its rows cannot be changed, and are hashed",
    "journal_head": "the journal's own place, checked by its verification",
    "journal_rowchange": "the changes themselves: they cannot be changed, and an entry binds them",
    "journal_binding": "says again what entries say, which are hashed",
    "jobs_job": "progress of background work; what a job does is watched where it does it",
    "jobs_chore": "when a worker took on what it does again and again",
    "search_found": "the index of the search, made from rows that are watched",
    "notices_notice": "what somebody was told, and whether they have read it",
    "notices_delivery": "the outbox; nothing rests on it",
    "lists_savedview": "filters somebody kept",
    "accounts_signedin": "sessions; each beginning and end is an entry of the journal",
    "accounts_pastpassword": "hashes of passwords that were; the change is seen at the person",
    "accounts_failuresfrom": "a counter; each failure is an entry of the journal",
    "organisations_failedsignins": "a counter; each failure is an entry of the journal",
    "api_answer": "answers kept for a while, so that a deed asked for twice is done once",
    "plans_audit": "found anew from the version, which is watched, whenever it is audited",
    "plans_finding": "found anew from the version, which is watched, whenever it is audited",
    "indicators_assessment": "judged anew from the observations, which are watched",
    "indicators_verdictchange": "itself a trace that cannot be changed; judged from the observations, which are watched",
    "tasks_reminder": "which reminders went out",
    "collection_sentreminder": "which reminders went out",
    "collection_markedbook": "workbooks that were handed back and not taken in",
    "publication_delivery": "messages on their way to other machines",
    "django_session": "sessions; each beginning and end is an entry of the journal",
    "django_content_type": _BY_DJANGO,
    "auth_permission": _BY_DJANGO,
    "auth_group": _BY_DJANGO,
    "auth_group_permissions": _BY_DJANGO,
    "account_emailaddress": _BY_ALLAUTH,
    "account_emailconfirmation": _BY_ALLAUTH,
    "socialaccount_socialapp": _BY_ALLAUTH,
    "socialaccount_socialtoken": _BY_ALLAUTH,
}
