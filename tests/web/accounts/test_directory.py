"""Passwords of a directory: asked of a real one, which opens accounts there are and makes none; without it local passwords open."""

import socket
import stat
import time
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from kechuang.web.accounts import factors, totp
from kechuang.web.accounts.directory import Away, Directory, directory_of, vouches_for
from kechuang.web.accounts.models import SignedIn
from kechuang.web.journal.models import Entry
from kechuang.web.organisations.models import FailedSignIns, HeldRole, Person
from tests import slapd
from tests.slapd import PASSWORD
from tests.web.accounts.test_signing_in import SIGN_IN, deeds, sign_in
from tests.web.conftest import PASSWORD as LOCAL

pytestmark = pytest.mark.skipif(bool(slapd.programs()), reason=f"no LDAP server here: {slapd.programs()} missing")
OWN = "/organisations/own/"
NOWHERE = Directory("ldaps://127.0.0.1:9", "dc=example,dc=cn")


@pytest.fixture(scope="module")
def server():
    with slapd.running() as found:
        yield found


@pytest.fixture
def directory(server, settings):
    settings.DIRECTORY = server[0]
    return server[0]


def is_in(client):
    return client.get(OWN).status_code == 200


def test_the_password_of_the_directory_opens_the_account_of_the_name(people, directory):
    client = Client()
    assert sign_in(client, " Planner ", PASSWORD).status_code == 302
    assert is_in(client)
    assert (SignedIn.objects.get().way, deeds()) == ("ldap", [("person.signed-in", "planner")])
    assert FailedSignIns.objects.get().count == 0
    assert "目录账号" in client.get(OWN).content.decode()


def test_a_name_in_another_script_and_a_comma_in_an_entry_are_no_hindrance(people, directory):
    assert sign_in(Client(), "reporter", PASSWORD).status_code == 302


def test_nobody_gets_an_account_or_a_role_by_it(people, directory):
    before = Person.objects.count(), HeldRole.objects.count()
    client = Client()
    assert sign_in(client, "newcomer", PASSWORD).status_code == 422
    assert not is_in(client)
    assert (Person.objects.count(), HeldRole.objects.count()) == before


def test_an_account_that_was_closed_stays_closed(people, directory):
    Person.objects.filter(username="planner").update(is_active=False)
    assert sign_in(Client(), "planner", PASSWORD).status_code == 422


def test_local_passwords_go_on_opening_whether_or_not_the_directory_is_there(people, directory, settings):
    assert sign_in(Client(), "planner", LOCAL).status_code == 302
    settings.DIRECTORY = NOWHERE
    assert sign_in(Client(), "planner", LOCAL).status_code == 302
    answer = sign_in(Client(), "planner", PASSWORD)
    assert answer.status_code == 422
    assert "目录暂时没有应答" in answer.content.decode()
    assert '"away":true' in Entry.objects.get(deed="person.sign-in-failed").after


def test_failures_count_as_any_and_lock(people, directory):
    for _ in range(5):
        assert sign_in(Client(), "planner", "wrong").status_code == 422
    assert sign_in(Client(), "planner", PASSWORD).status_code == 429
    assert sign_in(Client(), "planner", LOCAL).status_code == 429
    assert [deed for deed, _ in deeds()] == ["person.sign-in-failed"] * 7
    assert "wrong" not in "".join(Entry.objects.values_list("after", flat=True))


def test_a_try_counts_while_the_directory_is_asked_and_no_longer_when_it_opened(people, directory):
    for _ in range(4):
        sign_in(Client(), "planner", "wrong")
    assert sign_in(Client(), "planner", PASSWORD).status_code == 302
    found = FailedSignIns.objects.get()
    assert (found.count, found.locked_until) == (0, None)


def test_the_second_factor_is_asked_for_all_the_same(people, directory, settings):
    settings.SECOND_FACTOR_ROLES = ["administrator"]
    person = people["administrator"]
    secret, step = factors.offer(person), int(time.time()) // totp.SECONDS
    factors.confirm(person, code=totp.code_at(secret, step - 1), origin="", at=timezone.now())
    client = Client()
    assert sign_in(client, "administrator", PASSWORD).url == "/organisations/sign-in/code/"
    assert not is_in(client)
    client.post("/organisations/sign-in/code/", {"code": totp.code_at(secret, step)})
    assert is_in(client)
    assert SignedIn.objects.get().way == "ldap"


def test_an_administrator_without_a_second_factor_sets_one_up_first(people, directory, settings):
    settings.SECOND_FACTOR_ROLES = ["administrator"]
    client = Client()
    assert sign_in(client, "administrator", PASSWORD).status_code == 302
    assert client.get(OWN).url == "/organisations/own/factor/"


def test_a_local_password_that_is_due_is_asked_for_where_it_opened_only(people, directory):
    Person.objects.filter(username="planner").update(must_change_password=True)
    by_directory, by_password = Client(), Client()
    sign_in(by_directory, "planner", PASSWORD)
    assert is_in(by_directory)
    sign_in(by_password, "planner", LOCAL)
    assert by_password.get(OWN).url == "/organisations/password/"


@pytest.mark.parametrize("name", ["*", "plan*", "planner)(uid=*", "planner\x00", "\\70lanner", "", "王", "director"])
def test_a_name_is_a_name_and_no_filter_and_two_entries_are_none(directory, name):
    assert not vouches_for(directory, name, PASSWORD)


@pytest.mark.parametrize(("name", "password"), [("planner", ""), ("approver", PASSWORD), ("planner", "x" * 10_000)])
def test_what_binds_as_nobody_or_as_somebody_without_a_password_opens_nothing(directory, name, password):
    assert not vouches_for(directory, name, password)


def test_without_tls_from_the_beginning_it_is_begun_before_anything_is_said(server):
    directory, plain = server
    assert vouches_for(replace(directory, server=plain), "planner", PASSWORD)


def test_a_certificate_nobody_vouches_for_is_not_believed(server):
    directory, plain = server
    for address in (directory.server, plain):
        with pytest.raises(Away):
            vouches_for(replace(directory, server=address, authority=""), "planner", PASSWORD)


def test_whoever_may_not_look_for_people_finds_none(server):
    assert not vouches_for(replace(server[0], bind="", password=""), "planner", PASSWORD)
    with pytest.raises(Away):
        vouches_for(replace(server[0], password="wrong"), "planner", PASSWORD)


def test_a_directory_that_takes_long_is_away(db):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = Directory(f"ldaps://127.0.0.1:{silent.getsockname()[1]}", "dc=example,dc=cn")
        began = time.monotonic()
        with pytest.raises(Away):
            vouches_for(slow, "planner", PASSWORD)
        assert time.monotonic() - began < 15


def test_no_password_stands_on_a_command_line_or_in_the_surroundings(tmp_path, monkeypatch, server):
    script = f'#!/bin/sh\nprintf \'%s\\n\' "$0" "$@" >>{tmp_path}/said\nenv >>{tmp_path}/said\n'
    for program in ("ldapsearch", "ldapwhoami"):
        path = tmp_path / program
        path.write_text(f"{script}{'echo dn: cn=x' if program == 'ldapsearch' else 'cat'}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("KECHUANG_SECRET", "the secret of the site")
    assert vouches_for(server[0], "planner", PASSWORD)
    said = (tmp_path / "said").read_text()
    assert said.count("/dev/stdin") == 2
    assert not [one for one in (PASSWORD, server[0].password, "the secret of the site") if one in said]


def test_programs_that_are_not_installed_are_a_directory_that_is_away(monkeypatch, server, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Away):
        vouches_for(server[0], "planner", PASSWORD)


def test_it_is_switched_on_by_naming_a_server_and_its_secret_is_not_shown():
    assert directory_of({}) is None
    found = directory_of({"KECHUANG_LDAP_SERVER": "ldaps://x", "KECHUANG_LDAP_PASSWORD": "hidden"})
    assert (found.filter, "hidden" in repr(found)) == ("(uid={})", False)


def test_nothing_is_asked_where_no_directory_is_named(people):
    answer = Client().post(SIGN_IN, {"username": "planner", "password": PASSWORD})
    assert "用户名或密码不对" in answer.content.decode()
