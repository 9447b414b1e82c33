"""What the planners had said of the audit's findings when a plan was frozen: a false alarm is none in an evaluation either."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kechuang.domain.finding import Finding, fingerprint

FALSE_ALARM, MENDED, CAME_BACK = "false-alarm", "mended", "came-back"


@dataclass(frozen=True, slots=True)
class Label:
    """What was last said of a finding: its status (accepted, false-alarm, mended, came-back), why, and on which day."""

    status: str
    reason: str
    on: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A finding of an evaluation's audit, and what had been said of it; None of what nobody had said anything of."""

    finding: Finding
    label: Label | None

    @property
    def counts(self) -> bool:
        """Whether it is a finding at all: everything but a false alarm."""
        return self.label is None or self.label.status != FALSE_ALARM


def label_findings(findings: Iterable[Finding], labels: Mapping[str, Label], *, mark: str) -> tuple[Labelled, ...]:
    """Each finding with its label; ``mark`` stands for the plan's document in the ids that labels name.

    What was said to be mended and is found all the same has come back.
    """
    return tuple(_labelled(findings, labels, mark))


def _labelled(findings: Iterable[Finding], labels: Mapping[str, Label], mark: str) -> Iterator[Labelled]:
    seen: Counter[str] = Counter()
    for finding in findings:
        named = tuple(replace(source, document=mark) for source in finding.sources)
        one = fingerprint(replace(finding, sources=named))
        seen[one] += 1
        label = labels.get(one if seen[one] == 1 else f"{one}-{seen[one]}")
        if label is not None and label.status == MENDED:
            label = replace(label, status=CAME_BACK)
        yield Labelled(finding, label)
