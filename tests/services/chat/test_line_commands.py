"""flask line: what an operator is told, and a town that tries LINE out from the command line."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from shutil import copytree

import httpx
import pytest
from flask import Flask

from commands.environment import ROOT, program
from services.chat.rules import simulated
from tests.harness.line.events import SECRET, TOKEN
from tests.harness.line.server import LineServer
from tests.harness.live import Clock, make_app, sample
from tests.services.chat.talking import MORNING


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return copytree(sample(MORNING), tmp_path / "var")


def run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["line", *words])
    app.extensions["house"].db.dispose()
    return done.exit_code, done.output


def test_without_an_account_setup_names_the_settings(var: Path) -> None:
    code, said = run(make_app(var, Clock(MORNING)), "setup")

    assert code == 1
    assert "KURASHI_LINE_TOKEN と KURASHI_LINE_SECRET を設定してください" in said


def test_setup_looks_at_the_account_and_says_in_its_exit_whether_all_is_well(
    var: Path, line_server: LineServer
) -> None:
    told = {"line_secret": SECRET, "line_api_url": line_server.address, "line_data_url": line_server.address}
    good = run(make_app(var, Clock(MORNING), "https://town.example", line_token=TOKEN, **told), "setup")
    bad = run(make_app(var, Clock(MORNING), "https://town.example", line_token="other", **told), "setup")

    assert good[0] == 0, good[1]
    assert line_server.webhook == "https://town.example/line/webhook"
    assert line_server.menus.everybodys
    assert bad[0] == 1
    assert "KURASHI_LINE_TOKEN" in bad[1]


def test_a_town_without_an_account_serves_a_talk_and_works_for_it(var: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = {**os.environ, "KURASHI_VAR": str(var), "PYTHONPATH": str(ROOT)}
    command = [str(program("flask")), "--app", "wsgi", "line", "simulate", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[0]
            assert address == f"http://127.0.0.1:{port}{simulated.HERE}"
            with httpx.Client(trust_env=False, follow_redirects=True, timeout=60) as phone:
                page = phone.get(address).text
                token = page.rpartition('name="_token" value="')[2].partition('"')[0]
                phone.post(address, data={"_token": token, "what": "follow"})
                until = time.monotonic() + 60
                while "友だち追加、ありがとうございます" not in (page := phone.get(address).text):
                    assert time.monotonic() < until, page
                    time.sleep(0.1)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
