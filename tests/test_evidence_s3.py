"""Evidence in an S3-compatible store, against a real server of that protocol on this machine."""

import socket
from hashlib import sha256
from io import BytesIO

import boto3
import pytest
from moto.server import ThreadedMotoServer

from haian_plan import env
from kpis.models import FigureEvidence, Indicator
from plans.evidence_store import Damaged, put, read
from plans.models import Evidence
from tests import desk

pytestmark = pytest.mark.django_db
BUCKET = "minh-chung"
PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def server():
    """moto's server: it answers S3 over HTTP on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    running.start()
    yield f"http://127.0.0.1:{port}"
    running.stop()


@pytest.fixture
def bucket(server, monkeypatch, settings):
    """A fresh bucket, named to the project as an administrator would: by the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nguoi-dung")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "mat-khau")
    client = boto3.client("s3", endpoint_url=server, region_name="us-east-1")
    client.create_bucket(Bucket=BUCKET)
    url = f"s3://{BUCKET}?endpoint={server}"
    settings.STORAGES = settings.STORAGES | {
        "evidence": env.read_file_store("EVIDENCE", settings.VAR_DIR, [], {"EVIDENCE_STORE": url})
    }
    yield client
    for item in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=item["Key"])
    client.delete_bucket(Bucket=BUCKET)


def kept(client) -> list[str]:
    return [item["Key"] for item in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_the_bytes_go_there_and_come_back(bucket):
    name = put(PAPER)
    assert kept(bucket) == [name]
    assert read(name, size=len(PAPER), digest=sha256(PAPER).hexdigest()) == PAPER


def test_a_file_that_was_cut_short_there_is_noticed(bucket):
    name = put(PAPER)
    bucket.put_object(Bucket=BUCKET, Key=name, Body=PAPER[:10])
    with pytest.raises(Damaged):
        read(name, size=len(PAPER), digest=sha256(PAPER).hexdigest())


def test_a_file_that_is_gone_is_noticed(bucket):
    name = put(PAPER)
    bucket.delete_object(Bucket=BUCKET, Key=name)
    with pytest.raises(Damaged):
        read(name, size=len(PAPER), digest=sha256(PAPER).hexdigest())


def test_an_officer_adds_and_reads_a_file(bucket, plan, browser_of):
    desk.period_of(plan)
    client = browser_of("kthtdt")
    file = BytesIO(PAPER)
    file.name = "quyet-toan.pdf"
    answer = client.post("/nhap/2026-Q1/KTHTDT/minh-chung/", {"uploads": [file], "dong": ["PL1.6"]})
    assert answer.status_code == 302
    piece = Evidence.objects.get()
    assert FigureEvidence.objects.get().indicator == Indicator.objects.get(plan=plan, code="PL1.6")
    assert kept(bucket) == [piece.stored_name]
    got = client.get(f"/minh-chung/{piece.pk}/")
    assert (got.content, got["Content-Type"], got["X-Content-Type-Options"]) == (PAPER, "application/pdf", "nosniff")
