"""A real server process on a database of its own, started as `make run` starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres_database(server: str, name: str) -> Iterator[str]:
    """A fresh database on the server; it is dropped at the end. Yields its DATABASE_URL."""
    url = urlsplit(server)

    def run(statement: str) -> None:
        with closing(psycopg2.connect(server)) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)

    run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    run(f'CREATE DATABASE "{name}"')
    yield urlunsplit(url._replace(path=f"/{name}"))
    run(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running_site(database_url: str, log: Path) -> Iterator[str]:
    """Prepare the demonstration, serve it, yield its address; the process is ended by its own id."""
    port = free_port()
    environment = os.environ | {"DATABASE_URL": database_url, "PORT": str(port), "PROFILE": "demo", "DEBUG": "0"}
    subprocess.run([*MANAGE, "demo"], env=environment, check=True, cwd=ROOT, stdout=subprocess.PIPE)
    with log.open("wb") as output:
        server = subprocess.Popen([*MANAGE, "serve"], env=environment, cwd=ROOT, stdout=output, stderr=output)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_served(address, server)
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def wait_until_served(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            urllib.request.urlopen(f"{address}/dang-nhap/", timeout=5).close()  # noqa: S310 - our own address
        except OSError:  # refused, or a busy machine that answers late
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not answer within 30 seconds")
