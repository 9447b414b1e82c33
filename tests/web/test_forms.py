"""What a form refuses it refuses in the words of the site: what is wrong with a field, and what to put in."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

import kechuang.web
from kechuang.web.accounts.forms import PasswordForm, RoleForm
from kechuang.web.organisations.models import Organisation
from kechuang.web.words.forms import Form
from tests.web.conftest import PASSWORD

CHOICES = [("a", "A")]
LONG = "长" * 201


class _Asked(Form):
    name = forms.CharField(label="姓名", max_length=5)
    kind = forms.ChoiceField(label="类别", choices=CHOICES)
    several = forms.MultipleChoiceField(label="角色", choices=CHOICES)
    unit = forms.ModelChoiceField(Organisation.objects.none(), label="单位")
    year = forms.IntegerField(label="年份", min_value=1949, max_value=2200)
    scale = forms.DecimalField(label="乘数", max_digits=6, decimal_places=2)
    day = forms.DateField(label="截止日期")
    file = forms.FileField(label="模板", max_length=200)
    own = forms.CharField(label="代号", error_messages={"required": "自己的话"})


def refused(posted, files=None):
    """What a form says of each field."""
    return {name: list(errors) for name, errors in _Asked(posted, files).errors.items()}


def test_a_form_left_empty_says_field_by_field_what_is_missing():
    with translation.override("zh-hans"):
        assert refused({}) == {
            "name": ["请填写“姓名”。"],
            "kind": ["请选择“类别”。"],
            "several": ["“角色”请至少勾选一项。"],
            "unit": ["请选择“单位”。"],
            "year": ["请填写“年份”。"],
            "scale": ["请填写“乘数”。"],
            "day": ["请填写“截止日期”。"],
            "file": ["请选择要上传的文件（模板）。"],
            "own": ["自己的话"],
        }


WRONG = {
    "name": "六个字的姓名",
    "kind": "b",
    "several": ["b"],
    "unit": "7",
    "year": "三千",
    "scale": "0.001",
    "day": "2026年11月27日",
    "own": "x",
}


@pytest.mark.django_db
def test_a_form_filled_in_wrongly_says_what_to_put_in():
    empty = {"file": SimpleUploadedFile("空.xlsx", b"")}
    bad_choice = "没有这个选项，可能刚被改动；请从列出的选项中重新选。"
    with translation.override("zh-hans"):
        assert refused(WRONG, empty) == {
            "name": ["最多 5 个字，现在有 6 个，请删减。"],
            "kind": [bad_choice],
            "several": [bad_choice],
            "unit": [bad_choice],
            "year": ["请填整数，例如 2026。"],
            "scale": ["最多 2 位小数。"],
            "day": ["日期写法不对，请写成 2026-01-31 这样。"],
            "file": ["这个文件是空的，请检查后重新选择。"],
        }
    with translation.override("en"):
        assert refused(WRONG, empty)["day"] == ["No such day; write it like 2026-01-31."]
        assert refused(WRONG | {"year": "3000"}, empty)["year"] == ["It cannot exceed 2200: check it."]


def test_a_file_with_too_long_a_name_is_told_so():
    with translation.override("zh-hans"):
        said = refused({}, {"file": SimpleUploadedFile(f"{LONG}.xlsx", b"x")})["file"]
    assert said == ["文件名太长，最多 200 个字，请改短后再传。"]


def test_every_form_of_the_site_refuses_in_these_words():
    root = Path(kechuang.web.__file__).parent
    own = [path for path in root.rglob("*.py") if re.search(r"\((?:forms\.|Model)Form\)", path.read_text("utf-8"))]
    assert own == [root / "words" / "forms.py"]


def test_a_weak_password_is_refused_in_words(people):
    def said(password):
        form = PasswordForm(people["planner"], {"old": PASSWORD, "new": password, "again": password})
        return form.errors["new"]

    with translation.override("zh-hans"):
        assert said("123456") == [
            "密码太短，至少 10 位。",
            "这个密码很多人在用，容易被猜到，请换一个。",
            "密码要含大写、小写、数字、其他符号中的三类。",
        ]
        assert said("Planner-2026") == ["密码和用户名太像，容易被猜到，请换一个。"]
    with translation.override("en"):
        assert said("Short-1") == ["Too short: 10 characters at least."]


def test_nobody_is_given_a_role_because_it_stood_first_in_a_list(db):
    form = RoleForm({"role": "", "scope": ""})
    with translation.override("zh-hans"):
        assert dict(form.errors) == {"role": ["请选择“角色”。"], "scope": ["请选择“数据范围”。"]}
    assert form["role"].value() == ""
    assert [form.fields[name].choices[0][0] for name in ("role", "scope")] == ["", ""]
