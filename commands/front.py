"""nginx in front of the web workers: it takes a slow upload whole before a worker sees it."""

import os
import shutil
from pathlib import Path

TEMPLATE = """\
pid {folder}/nginx.pid;
error_log stderr alert;
daemon off;
worker_processes 1;
{user}
events {{ worker_connections 1024; }}
http {{
  access_log off;
  server_tokens off;
  client_max_body_size 128m;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream web {{ server unix:{folder}/web.sock; keepalive 16; }}
  server {{
    listen {host}:{port};
    location / {{
      proxy_pass http://web;
      proxy_http_version 1.1;
      proxy_request_buffering on;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_next_upstream off;
      error_page 502 504 = @resting;
    }}
    location @resting {{
      default_type text/html;
      add_header Retry-After 5 always;
      return 503 '{resting}';
    }}
  }}
}}
"""


RESTING = (
    '<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><title>再開しています</title>'
    "<h1>再開しています</h1><p>少し待ってから、もう一度開いてください。送る前の内容は、前の画面に戻ると残っています。</p>"
    '<p lang="en">The service is starting again. Please wait a moment and try once more.</p></html>'
)


def nginx() -> str | None:
    """The nginx of this machine, if it has one."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def configure(folder: Path, host: str, port: int) -> Path:
    """Write its configuration into a folder of its own."""
    # As root, its workers run as "nobody", who must be able to reach the socket and the folder.
    user = "user nobody nogroup;" if os.geteuid() == 0 else ""
    folder.chmod(0o711)
    file = folder / "nginx.conf"
    file.write_text(
        TEMPLATE.format(folder=folder, host=host, port=port, user=user, resting=RESTING), encoding="utf-8"
    )
    return file
