"""What nginx answers by itself, as `deploy/nginx.conf` says: problems to programs, pages to people, in the site's words."""

import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from kechuang.web.api.problems import problem

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
CERTIFICATE = [
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=plans.example.gov.cn",
]
WHOLE = """
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/log;
worker_processes 1;
events {{}}
http {{
    access_log off;
    types {{ text/html html; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
pytestmark = pytest.mark.skipif(not Path(NGINX).is_file(), reason="nginx is not installed")


class Behind(BaseHTTPRequestHandler):
    """The site behind nginx, as far as nginx can tell."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_said):
        """Say nothing."""


def is_open(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    """nginx with the project's own file, on ports of the test's own: ``plain``, ``secure``, ``behind``."""
    folder = tmp_path_factory.mktemp("nginx")
    ports = {name: free_port() for name in ("plain", "secure", "behind")}
    subprocess.run(
        [*CERTIFICATE, "-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"],
        check=True,
        capture_output=True,
    )
    for page in DEPLOY.glob("*.html"):
        shutil.copy(page, folder)
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{ports['plain']};",
        "listen 443 ssl": f"listen 127.0.0.1:{ports['secure']} ssl",
        "127.0.0.1:8000": f"127.0.0.1:{ports['behind']}",
        "/etc/ssl/kechuang": str(folder),
        "/opt/kechuang/deploy": str(folder),
    }.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text, "utf-8")
    user = (
        "user root;" if os.geteuid() == 0 else ""
    )  # its workers would be somebody who may not enter the tests' folders
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, user=user), "utf-8")
    command = [NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as running:
        while not is_open(ports["secure"]):
            assert running.poll() is None, running.stderr.read().decode()
            time.sleep(0.05)
        yield ports
        running.terminate()


@pytest.fixture
def site(nginx):
    """A site behind it that answers."""
    server = ThreadingHTTPServer(("127.0.0.1", nginx["behind"]), Behind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


def ask(nginx, path, *, method="GET", secure=True, language="zh", length=0):
    """Ask for an address, saying that so many bytes come; answers status, headers and text."""
    if secure:
        trusting = ssl._create_unverified_context()
        talk = http.client.HTTPSConnection("127.0.0.1", nginx["secure"], context=trusting, timeout=20)
    else:
        talk = http.client.HTTPConnection("127.0.0.1", nginx["plain"], timeout=20)
    headers = {"Host": "plans.example.gov.cn", "Accept-Language": language, "Content-Length": str(length)}
    talk.request(method, path, headers=headers)
    answer = talk.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read().decode()
    talk.close()
    return found


def assert_is_problem(found, status, code, language, where=""):
    """It is the very answer the site would give."""
    with translation.override(language):
        meant = problem(status, code, where=where)
    assert (found[0], found[1]["Content-Type"], json.loads(found[2])) == (
        status,
        "application/problem+json",
        json.loads(meant.content),
    )
    assert (found[1]["Content-Language"], found[1]["Cache-Control"]) == (language, "no-store")


LANGUAGES = [
    ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
    ("en-GB,en;q=0.9,zh;q=0.8", "en"),
    ("fr, en;q=0.5", "en"),
    ("fr", "zh-hans"),
]


@pytest.mark.parametrize(("asked", "language"), LANGUAGES)
def test_what_is_too_large_is_a_problem_to_programs_in_the_language_asked_for(nginx, site, asked, language):
    found = ask(nginx, "/api/v1/plans", method="POST", language=asked, length=70 * 2**20)
    assert_is_problem(found, 413, "too-large", language, where="body")


def test_what_is_too_large_is_a_page_in_both_languages_to_people(nginx, site):
    status, headers, text = ask(nginx, "/plans/upload/", method="POST", length=70 * 2**20)
    assert (status, headers["Content-Type"]) == (413, "text/html")
    assert "没有保存任何内容" in text
    assert "Nothing was saved. A file may be up to 64 MB" in text


def test_a_program_that_comes_unenciphered_is_told_so(nginx):
    for asked, language in LANGUAGES[:2]:
        found = ask(nginx, "/api/v1/me", secure=False, language=asked)
        assert_is_problem(found, 403, "not-secure", language)


def test_while_the_site_is_away_programs_have_a_problem_and_people_a_page(nginx):
    found = ask(nginx, "/api/v1/me", language="en")
    assert_is_problem(found, 503, "unavailable", "en")
    assert found[1]["Retry-After"] == "15"
    status, headers, text = ask(nginx, "/plans/")
    assert (status, headers["Retry-After"], "平台正在启动" in text) == (503, "15", True)


def test_who_asks_too_often_is_told_so_in_words(nginx, site):
    found = [ask(nginx, "/api/v1/me", language="en") for _ in range(200)]
    refused = next(one for one in found if one[0] == 429)
    assert_is_problem(refused, 429, "too-many", "en")
    pages = [ask(nginx, "/plans/") for _ in range(200)]
    status, _, text = next(one for one in pages if one[0] == 429)
    assert (status, "请求过多" in text, "Too many requests" in text) == (429, True, True)


def test_the_page_names_the_size_the_site_takes():
    assert f"{settings.LARGEST_UPLOAD >> 20} MB" in (DEPLOY / "too-large.html").read_text("utf-8")
