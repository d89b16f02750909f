"""nginx in front of the web workers: it takes a slow upload whole before a worker sees it."""

import os
import shutil
from pathlib import Path

TEMPLATE = """\
pid {folder}/nginx.pid;
error_log stderr warn;
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
    }}
  }}
}}
"""


def nginx() -> str | None:
    """The nginx of this machine, if it has one."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def configure(folder: Path, host: str, port: int) -> Path:
    """Write its configuration into a folder of its own."""
    # As root, its workers run as "nobody", who must be able to reach the socket and the folder.
    user = "user nobody nogroup;" if os.geteuid() == 0 else ""
    folder.chmod(0o711)
    file = folder / "nginx.conf"
    file.write_text(TEMPLATE.format(folder=folder, host=host, port=port, user=user), encoding="utf-8")
    return file
