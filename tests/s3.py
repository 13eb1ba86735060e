"""A real server of the S3 protocol on this machine, and a store of the settings that lies on it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

from haian_plan import env

BUCKET = "kho-tep"


@contextmanager
def running_server() -> Iterator[str]:
    """moto's server: it answers S3 over HTTP on a port of its own; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    running.start()
    yield f"http://127.0.0.1:{port}"
    running.stop()


@contextmanager
def fresh_bucket(server: str, store: str, monkeypatch, settings) -> Iterator[Any]:
    """A bucket, named to the project as an administrator would: by the environment. `store`: EVIDENCE or ISSUED."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nguoi-dung")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "mat-khau")
    client = boto3.client("s3", endpoint_url=server, region_name="us-east-1")
    client.create_bucket(Bucket=BUCKET)
    said = {f"{store}_STORE": f"s3://{BUCKET}?endpoint={server}"}
    settings.STORAGES = settings.STORAGES | {store.lower(): env.read_file_store(store, settings.VAR_DIR, [], said)}
    yield client
    for name in names_in(client):
        client.delete_object(Bucket=BUCKET, Key=name)
    client.delete_bucket(Bucket=BUCKET)


def names_in(client) -> list[str]:
    return [item["Key"] for item in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]
