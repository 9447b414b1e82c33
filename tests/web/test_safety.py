"""What holds for every answer and every request: headers, cookies, sizes, pages for what is refused, the settings themselves."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from kechuang.web.journal.models import Entry

SIGN_IN = "/organisations/sign-in/"


def under_https(*command):
    """A command of Django with the settings of a place that has HTTPS."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("KECHUANG", "DJANGO"))},
        "KECHUANG_HTTPS": "1",
        "KECHUANG_SECRET": "s" * 25 + "ecrets of a test, long enough 1234567890",
    }
    environment |= {"DJANGO_SETTINGS_MODULE": "kechuang.web.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-m", "django", *command], env=environment, capture_output=True, text=True, check=False
    )


def test_the_settings_have_nothing_to_be_said_against_them():
    done = under_https("check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced)."), done.stderr


def test_under_https_cookies_are_bound_to_the_host_and_the_browser_is_told_to_stay():
    script = (
        "import django; django.setup()\n"
        "from django.conf import settings as s\n"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS)"
    )
    done = under_https("shell", "-v", "0", "-c", script)
    assert done.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True", "31536000"]


@pytest.mark.parametrize("address", [SIGN_IN, "/", "/none/", "/healthy/"])
def test_every_answer_carries_the_headers_that_fence_it_in(db, address):
    answer = Client().get(address)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_the_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites(people):
    client = Client()
    client.post(SIGN_IN, {"username": "planner", "password": "Quiet-Dense-42"})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(people):
    client = Client()
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    client.post(SIGN_IN, {"username": "planner", "password": "Quiet-Dense-42"})
    during = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert during != before
    client.post("/organisations/sign-out/")
    client.cookies[settings.SESSION_COOKIE_NAME] = during
    assert client.get("/organisations/own/").status_code == 302


def test_a_page_of_somebody_is_kept_by_no_cache(browser):
    assert browser("planner").get("/")["Cache-Control"] == "no-store"


def test_a_form_without_its_token_is_refused_with_a_page_that_says_what_to_do(people):
    answer = Client(enforce_csrf_checks=True).post(SIGN_IN, {"username": "planner", "password": "x"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_a_request_larger_than_any_file_is_refused_before_it_is_read(browser):
    size = settings.LARGEST_UPLOAD + 2**21
    answer = browser("planner").post("/plans/upload/", CONTENT_LENGTH=str(size))
    assert answer.status_code == 413
    assert "内容太大" in answer.content.decode()


def test_a_form_larger_than_any_form_is_refused(people):
    answer = Client().post(SIGN_IN, {"username": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert answer.status_code == 413
    answer = Client().post(
        SIGN_IN, "&".join(f"f{n}=1" for n in range(10_001)), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413


def test_a_name_of_no_host_of_ours_is_refused(db):
    answer = Client().get(SIGN_IN, HTTP_HOST="example.org")
    assert answer.status_code == 400


def test_a_page_that_is_not_there_tells_nothing_about_the_site(db):
    page = Client().get("/none/").content.decode()
    assert "Django" not in page
    assert "urlpatterns" not in page


def test_what_was_uploaded_is_served_by_no_address(browser):
    client = browser("planner")
    client.post("/plans/upload/", {"document": SimpleUploadedFile("x.html", b"<script>1</script>")})
    assert client.get("/uploads/").status_code == 404
    assert client.get("/media/x.html").status_code == 404


@pytest.mark.parametrize("table", ["journal_entry"])
def test_the_record_has_no_way_to_be_deleted(people, table):
    Client().post(SIGN_IN, {"username": "planner", "password": "wrong"})
    assert Entry.objects.exists()
    with (
        pytest.raises(DatabaseError, match="cannot be changed or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")


def test_no_address_takes_an_entry_of_the_journal_away(browser):
    client = browser("auditor")
    for method in ("delete", "put", "post", "patch", "trace"):
        assert getattr(client, method)(reverse("journal:entry", args=[1])).status_code == 405


@pytest.mark.parametrize("address", ["/tasks/?kind=%00", "/tasks/?text=%00", "/search/?q=%00", "/?%00=1"])
def test_an_address_with_a_character_nobody_types_makes_no_sense(browser, address):
    assert browser("planner").get(address).status_code == 400


def test_a_form_with_it_makes_no_sense_either(browser):
    assert browser("planner").post("/search/", {"reason": "a\0b"}).status_code == 400
