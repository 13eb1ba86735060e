"""Issued reports in an S3-compatible store, against a real server of that protocol on this machine."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from plans.file_store import Damaged
from reports.documents.issued_store import read_file
from reports.models import IssuedFile, IssuedReport
from tests import desk, s3
from tests.issue_desk import Q1, issue, issue_form, told

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    with s3.running_server() as address:
        yield address


@pytest.fixture
def bucket(server, monkeypatch, settings):
    with s3.fresh_bucket(server, "ISSUED", monkeypatch, settings) as client:
        yield client


@pytest.fixture
def report(bucket, plan, person):
    """The first quarter, its one accepted figure issued into the store."""
    desk.enter(plan, "PL1.6", "0,9", person("kthtdt"))
    desk.send(plan, "KTHTDT", person("kthtdt"))
    desk.accept(plan, "KTHTDT", person("daumoi"))
    return issue(plan, person("daumoi"))


def names_of(report: IssuedReport) -> list[str]:
    return sorted(report.files.values_list("stored_name", flat=True))


def verified(**words) -> str:
    said = StringIO()
    call_command("verify_reports", stdout=said, **words)
    return said.getvalue()


def test_every_file_goes_there_and_comes_back(bucket, report):
    assert s3.names_in(bucket) == names_of(report)
    assert told(report, "PL1.6")["value"] == 0.9
    assert verified(rebuild=True).startswith("1 báo cáo đã phát hành, 3 tệp")


def test_the_archive_gives_what_lies_there(bucket, report, browser_of):
    file = report.files.get(kind="xlsx")
    answer = browser_of("daumoi").get(reverse("issued_file", args=(file.pk,)))
    kept = bucket.get_object(Bucket=s3.BUCKET, Key=file.stored_name)["Body"].read()
    assert b"".join(answer) == kept
    assert kept[:2] == b"PK"


@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_file_that_was_harmed_there_is_named(bucket, report, harm):
    file = report.files.get(kind="docx")
    bucket.delete_object(Bucket=s3.BUCKET, Key=file.stored_name)
    if harm == "cut":
        bucket.put_object(Bucket=s3.BUCKET, Key=file.stored_name, Body=b"PK")
    with pytest.raises(Damaged):
        read_file(file)
    with pytest.raises(CommandError, match="docx"):
        verified()


def test_a_store_that_takes_nothing_leaves_no_report(bucket, plan, person, browser_of):
    desk.period_of(plan)
    client = browser_of("daumoi")
    form = issue_form(client)
    bucket.delete_bucket(Bucket=s3.BUCKET)
    answer = client.post(reverse("issue", args=(Q1,)), form)
    bucket.create_bucket(Bucket=s3.BUCKET)
    assert "Kho báo cáo đã phát hành đang không ghi hoặc đọc được" in answer.content.decode()
    assert not IssuedReport.objects.exists()
    assert not IssuedFile.objects.exists()
