"""Evidence in an S3-compatible store, against a real server of that protocol on this machine."""

from hashlib import sha256
from io import BytesIO

import pytest

from kpis.models import FigureEvidence, Indicator
from plans.evidence_store import Damaged, put, read
from plans.models import Evidence
from tests import desk, s3

pytestmark = pytest.mark.django_db
PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def server():
    with s3.running_server() as address:
        yield address


@pytest.fixture
def bucket(server, monkeypatch, settings):
    with s3.fresh_bucket(server, "EVIDENCE", monkeypatch, settings) as client:
        yield client


def test_the_bytes_go_there_and_come_back(bucket):
    name = put(PAPER)
    assert s3.names_in(bucket) == [name]
    assert read(name, size=len(PAPER), digest=sha256(PAPER).hexdigest()) == PAPER


def test_a_file_that_was_cut_short_there_is_noticed(bucket):
    name = put(PAPER)
    bucket.put_object(Bucket=s3.BUCKET, Key=name, Body=PAPER[:10])
    with pytest.raises(Damaged):
        read(name, size=len(PAPER), digest=sha256(PAPER).hexdigest())


def test_a_file_that_is_gone_is_noticed(bucket):
    name = put(PAPER)
    bucket.delete_object(Bucket=s3.BUCKET, Key=name)
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
    assert s3.names_in(bucket) == [piece.stored_name]
    got = client.get(f"/minh-chung/{piece.pk}/")
    assert (got.content, got["Content-Type"], got["X-Content-Type-Options"]) == (PAPER, "application/pdf", "nosniff")
