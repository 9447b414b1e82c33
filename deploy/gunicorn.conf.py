"""The web processes: gunicorn --config gunicorn.conf.py kechuang.web.wsgi:application

Processes carry no state: any number may run, on any number of machines, behind one proxy.
"""

import os

bind = os.environ.get("KECHUANG_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("KECHUANG_WORKERS", "2"))  # one a core
# Each holds a connection to the database. They take turns for the one interpreter of their process, so one alone does a tenth
# more a second than two (docs/scale.md); but whoever comes after a large export then waits for it.
threads = int(os.environ.get("KECHUANG_THREADS", "2"))
worker_class = "gthread"
preload_app = True  # read once, shared by all
timeout = 60
graceful_timeout = 30
keepalive = 10
max_requests = 100_000  # begin anew now and then, not all at once: what is made once a process is made again then
max_requests_jitter = 20_000
limit_request_line = 4094
accesslog = None  # the proxy keeps one; who did what stands in the journal
errorlog = "-"
