"""Labels of findings in an evaluation: matched by what a finding says, whatever the document is called."""

from kechuang.domain.evaluations.labels import Label, Labelled, label_findings
from kechuang.domain.finding import Finding, Severity, fingerprint
from kechuang.domain.source import Source


def finding(words, document="plan.txt"):
    """A contradiction that quotes these words."""
    source = Source(document, 3, None, 0, len(words), words)
    return Finding("growth.rate", Severity.ERROR, (source,), {"measure": "高新技术企业"})


def mark_of(words):
    """The id of the finding where the document is called as in the plan's own audit."""
    return fingerprint(finding(words, "plan-7"))


def test_a_finding_keeps_its_label_whatever_the_file_is_called():
    label = Label("accepted", "已核实", "2027-03-01")
    found = label_findings([finding("增长50%")], {mark_of("增长50%"): label}, mark="plan-7")
    assert found == (Labelled(finding("增长50%"), label),)
    assert found[0].counts


def test_a_false_alarm_does_not_count_and_what_nobody_labelled_does():
    labels = {mark_of("增长50%"): Label("false-alarm", "口径不同", "2027-03-01")}
    found = label_findings([finding("增长50%"), finding("增长60%")], labels, mark="plan-7")
    assert [(one.counts, one.label is None) for one in found] == [(False, False), (True, True)]


def test_what_was_mended_and_is_found_all_the_same_has_come_back():
    labels = {mark_of("增长50%"): Label("mended", "已改", "2027-03-01")}
    found = label_findings([finding("增长50%")], labels, mark="plan-7")
    assert found[0].label == Label("came-back", "已改", "2027-03-01")


def test_the_same_words_twice_are_two_findings_with_a_label_each():
    labels = {f"{mark_of('增长50%')}-2": Label("false-alarm", "重复", "2027-03-01")}
    found = label_findings([finding("增长50%"), finding("增长50%")], labels, mark="plan-7")
    assert [one.counts for one in found] == [True, False]
