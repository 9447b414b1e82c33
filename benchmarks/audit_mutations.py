"""Change one bound number of a plan at a time and see whether the audit finds it (变异检验).

    python benchmarks/audit_mutations.py FOLDER [--most 600] [--seed 1]

FOLDER holds the plans as .txt. A number is bound where some check holds it to another number; it is changed as people
err: a digit mistyped, two digits swapped, the decimal point moved, a digit lost. Found: a new error or warning that rests
on the changed number's line. About the change: the share of all new findings that do.
"""

import argparse
import random
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from kechuang.cli.reading import read_file
from kechuang.domain.audit.audit import audit
from kechuang.domain.audit.bound import bound_numbers
from kechuang.domain.audit.ledger import Ledger
from kechuang.domain.finding import Finding, Severity
from kechuang.domain.plans.tables.flat_tables import recover_tables
from kechuang.domain.source import Source
from kechuang.readers.catalogue import read_catalogue
from kechuang.readers.rulebooks import read_vocabulary


def main() -> None:
    """Mutate, audit, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    mutants = [mutant for path in sorted(args.folder.glob("*.txt")) for mutant in mutants_of(path, chance)]
    chosen = chance.sample(mutants, min(args.most, len(mutants)))
    print(f"{len(mutants)} mutants of bound numbers, {len(chosen)} tried")
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    new = about = 0
    before = {path: audited(path) for path in {path for path, *_ in chosen}}
    for path, source, wrong, check in chosen:
        fresh = try_mutant(path, source, wrong, before[path])
        hits = [finding for finding in fresh if any(one.line == source.line for one in finding.sources)]
        tried[check] += 1
        found[check] += bool(hits)
        new += len(fresh)
        about += len(hits)
        if not hits:
            print(f"missed ({check}) {path.stem} line {source.line}: {source.text} -> {wrong}")
    for check in sorted(tried):
        print(f"{check}: {found[check]} of {tried[check]} found ({found[check] / tried[check]:.1%})")
    print(f"all: {sum(found.values())} of {sum(tried.values())} ({sum(found.values()) / sum(tried.values()):.1%})")
    print(f"new findings about the change: {about} of {new} ({about / max(1, new):.1%})")


def mutants_of(path: Path, chance: random.Random) -> list[tuple[Path, Source, str, str]]:
    """Every bound number of a plan with wrong versions of it."""
    document, plan = read_file(path)
    vocabulary = read_vocabulary()
    ledger = Ledger(recover_tables(document, vocabulary), plan, read_catalogue(), vocabulary)
    found = []
    for source, check in bound_numbers(ledger).items():
        for wrong in wrong_versions(source.text, chance):
            found.append((path, source, wrong, check))
    return found


def wrong_versions(digits: str, chance: random.Random) -> list[str]:
    """How people get a number wrong."""
    if not all(character in "0123456789." for character in digits):
        return []
    places = [place for place, character in enumerate(digits) if character.isdigit()]
    versions = set()
    for _ in range(3):
        place = chance.choice(places)
        other = chance.choice([one for one in "123456789" if one != digits[place]])
        versions.add(digits[:place] + other + digits[place + 1 :])
    swaps = [at for at in range(len(digits) - 1) if digits[at] != digits[at + 1] and digits[at : at + 2].isdigit()]
    if swaps:
        at = chance.choice(swaps)
        versions.add(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
    if "." in digits:
        versions.add(digits.replace(".", ""))
    elif len(digits) > 1:
        versions.add(digits[:-1])
    plain = {
        version for version in versions if not (version.startswith("0") and len(version) > 1 and version[1] != ".")
    }
    return sorted(version for version in plain if float(version) != float(digits) and float(version) > 0)


def audited(path: Path) -> list[Finding]:
    """Errors and warnings of a plan."""
    document, plan = read_file(path)
    report = audit(document, plan, read_catalogue(), read_vocabulary())
    return [finding for finding in report.findings if finding.severity is not Severity.NOTE]


def try_mutant(path: Path, source: Source, wrong: str, before: list[Finding]) -> list[Finding]:
    """What the audit finds in the changed plan and not in the plan."""
    document, _ = read_file(path)
    text = document.text[: source.start] + wrong + document.text[source.end :]
    with TemporaryDirectory() as folder:
        changed = Path(folder) / path.name
        changed.write_text(text, encoding="utf-8")
        known = {_shape(finding) for finding in before}
        return [finding for finding in audited(changed) if _shape(finding) not in known]


def _shape(finding: Finding) -> tuple[str, str, tuple[int, ...]]:
    return finding.rule, finding.arithmetic, tuple(source.line for source in finding.sources)


if __name__ == "__main__":
    main()
