"""Verify the journal, write a checkpoint, or prove that an entry stands in it."""

import json
from itertools import islice
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from kechuang.domain.journal import SHA256, SM3, consistency_proof, has_sm3, inclusion_proof, root_of
from kechuang.web.journal import standing
from kechuang.web.journal.checkpoints import FILE, Untrusted, load_key, read_checkpoints, verifier_of
from kechuang.web.journal.contents import altered
from kechuang.web.journal.holding import differing, settle
from kechuang.web.journal.models import Entry, RowChange
from kechuang.web.journal.rows import OUTSIDE
from kechuang.web.journal.telling import table_in_words
from kechuang.web.journal.verify import read_leaves, verify, write_checkpoint
from kechuang.web.journal.watching import unwatched
from kechuang.web.tracing.telling import in_lines
from kechuang.web.words import say

_SHOWN = 100  # changes outside the site that are listed; the page lists all


class Command(BaseCommand):
    """What ``kechuang journal`` runs."""

    def add_arguments(self, parser):
        """What to do."""
        parser.add_argument("deed", choices=["verify", "checkpoint", "prove", "settle"])
        parser.add_argument("number", nargs="?", type=int)
        parser.add_argument("--from", dest="first", type=int)
        parser.add_argument("--to", dest="second", type=int)
        parser.add_argument("--algorithm", choices=[SHA256, SM3], default=SHA256)
        parser.add_argument("--checkpoints", type=Path)

    def handle(self, deed, number, checkpoints, first, second, algorithm, **options):
        """Answer on standard output; exit code 1 where the journal is not as it was written."""
        if deed == "verify":
            self._verify(checkpoints or settings.CHECKPOINTS / FILE)
        elif deed == "checkpoint":
            self._checkpoint()
        elif deed == "settle":
            self.stdout.write(say("rows.settled", count=settle()))
        elif algorithm == SM3 and not has_sm3():
            raise CommandError(say("journal.no-sm3"), returncode=2)
        elif first is not None:
            self._prove_beginning(first, second, algorithm)
        else:
            self._prove(number, algorithm)

    def _verify(self, path):
        try:
            kept = read_checkpoints(path, _public_key(), settings.CHECKPOINT_ORIGIN) if path.is_file() else []
        except Untrusted as untrusted:
            raise CommandError(say(untrusted.code, file=path, line=untrusted.line), returncode=1) from None
        verdict = verify(kept)
        if verdict.fault is not None:
            words = say(f"journal.{verdict.fault.kind}", number=verdict.fault.index + 1)
            raise CommandError(words, returncode=1)
        if verdict.rows.fault is not None:
            fault = verdict.rows.fault
            raise CommandError(say(f"rows.{fault.kind}", change=fault.change, entry=fault.entry), returncode=1)
        if verdict.broken_checkpoint is not None:
            raise CommandError(say("journal.checkpoint-differs", size=verdict.broken_checkpoint), returncode=1)
        words = "journal.sound" if kept else "journal.sound-alone"
        self.stdout.write(say(words, size=verdict.size, root=verdict.root.hex(), checkpoints=verdict.checkpoints))
        self._tell_rows(verdict.rows)

    def _tell_rows(self, rows):
        """What became of rows: how many changes are bound, those that are not, and the tables that are not watched."""
        self.stdout.write(say("rows.sound", count=rows.count - len(rows.unbound)))
        on_record = Entry.objects.filter(deed=OUTSIDE).count()
        if on_record:
            self.stdout.write(say("rows.on-record", count=on_record))
        for line in in_lines(RowChange.objects.filter(id__in=rows.unbound[:_SHOWN]).order_by("id")):
            self.stdout.write(line)
        tables = unwatched(connection)
        for table in tables:
            self.stdout.write(say("rows.unwatched", table=table_in_words(table), name=table))
        differ = self._tell_differing()
        touched = self._tell_triggers()
        contents = self._tell_contents()
        if rows.unbound or tables or differ or touched or contents:
            counts = {"changes": len(rows.unbound), "tables": len(tables), "rows": differ, "touched": touched}
            counts["contents"] = contents
            raise CommandError(say("rows.alarm", **counts), returncode=1)

    def _tell_differing(self):
        """Name the rows that are not as their changes say; answers how many."""
        found = differing()
        shown = list(islice(found, _SHOWN))
        for line in in_lines(shown, "rows.differs"):
            self.stdout.write(line)
        count = len(shown) + sum(1 for _ in found)
        self.stdout.write(say("rows.differing", count=count) if count else say("rows.held"))
        return count

    def _tell_triggers(self):
        """Name the tables whose triggers are other ones than the last entry about them says; answers how many."""
        touched = Entry.objects.filter(deed=standing.TOUCHED).count()
        if touched:
            self.stdout.write(say("triggers.on-record", count=touched))
        found = standing.difference()
        if found is None:
            self.stdout.write(say("triggers.as-they-were" if standing.is_on_record() else "triggers.unknown"))
            return 0
        if not found.tables:
            self.stdout.write(say(f"triggers.elsewhere.{connection.vendor}", entry=found.since))
        for table in found.tables:
            words = {"table": table_in_words(table), "name": table, "entry": found.since}
            self.stdout.write(say("triggers.touched", **words))
        return len(found.tables)

    def _tell_contents(self):
        """Name the rows whose frozen content is not what its hash says; answers how many."""
        found = list(altered())
        for table, key in found[:_SHOWN]:
            self.stdout.write(say("contents.altered", table=table_in_words(table), name=table, key=key))
        return len(found)

    def _checkpoint(self):
        made = write_checkpoint()
        self.stdout.write(say("journal.checkpoint-made", size=made.size) if made else say("journal.checkpoint-none"))
        self.stdout.write(verifier_of(load_key(settings.CHECKPOINT_KEY), settings.CHECKPOINT_ORIGIN))

    def _prove(self, number, algorithm):
        leaves = read_leaves()
        if number is None or not 1 <= number <= len(leaves):
            raise CommandError(say("journal.no-such-entry", size=len(leaves)), returncode=2)
        proof = {
            "number": number,
            "leaf": leaves[number - 1].hex(),
            "size": len(leaves),
            "root": root_of(leaves, algorithm).hex(),
            "proof": [step.hex() for step in inclusion_proof(leaves, number - 1, algorithm)],
        }
        self._print(proof, algorithm)

    def _prove_beginning(self, first, second, algorithm):
        leaves = read_leaves()
        second = len(leaves) if second is None else second
        if not 0 < first <= second <= len(leaves):
            raise CommandError(say("journal.no-such-size", size=len(leaves)), returncode=2)
        proof = {
            "from": first,
            "to": second,
            "from-root": root_of(leaves[:first], algorithm).hex(),
            "to-root": root_of(leaves[:second], algorithm).hex(),
            "proof": [step.hex() for step in consistency_proof(leaves[:second], first, algorithm)],
        }
        self._print(proof, algorithm)

    def _print(self, proof, algorithm):
        self.stdout.write(json.dumps({"algorithm": algorithm, **proof}, indent=1))


def _public_key():
    if not settings.CHECKPOINT_KEY.is_file():
        raise CommandError(say("journal.no-key", file=settings.CHECKPOINT_KEY), returncode=2)
    return load_pem_private_key(settings.CHECKPOINT_KEY.read_bytes(), password=None).public_key()
