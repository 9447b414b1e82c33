"""Every rule has its words, and every wording a rule."""

import re
from pathlib import Path

from kechuang.readers.rulebooks import load_yaml

CODE = Path(__file__).parents[3] / "src/kechuang/domain/audit"
MADE = {"structure.heading-gap", "structure.heading-repeated", "structure.heading-restart"} | {
    f"growth.{kind}" for kind in ("times", "ratio", "percent", "points", "absolute")
}

ABSTAINING = {"growth.change"}  # the check as a whole, where it leaves a change open


def test_every_rule_is_worded_and_every_wording_used():
    code = "\n".join(path.read_text("utf-8") for path in CODE.glob("*.py"))
    families = (
        "restated|target|milestone|growth|identity|total|part|table|share|naming|history|structure|marks|task|between"
    )
    used = set(re.findall(rf'"((?:{families})\.[a-z-]+)"', code)) | MADE
    worded = load_yaml("findings.yaml")
    assert {key.rsplit(".", 1)[0] for key in worded if not key.startswith("abstained")} == used - ABSTAINING
    assert {
        rule for rule in used - ABSTAINING for part in ("title", "says", "remedy") if f"{rule}.{part}" not in worded
    } == set()


def test_every_check_stands_in_the_written_out_list():
    listed = (CODE / "audit.py").read_text("utf-8").split("CHECKS: tuple")[1].split(")\n")[0]
    defined = {
        name
        for path in CODE.glob("*.py")
        for name in re.findall(r"^def (check_\w+)\(ledger: Ledger\)", path.read_text("utf-8"), re.M)
    }
    assert defined == set(re.findall(r"check_\w+", listed))
