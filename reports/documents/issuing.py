"""Phát hành: the files of a period and the data behind them, frozen as the next version. Nothing else writes one.

The files are built and stored first. Then one transaction holds the period and its reports, so that no row is
accepted or opened again meanwhile, reads once more what would go out, and writes the rows only where that is what the
coordinator saw and what the files were built from. Whatever ends the process leaves a whole version or none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from plans.actions import Hand
from plans.calendar import PeriodState
from plans.models import Period, Plan, UnitReport
from plans.querysets import read_periods
from plans.refusals import NotAllowed
from reports.documents.changes import changes_between
from reports.documents.export import FORMATS, FROZEN, file_name
from reports.documents.issued_store import in_store, read_file
from reports.documents.material import Change, Material, read_material
from reports.documents.sealing import sealed
from reports.documents.snapshot import digest, said, said_in, write_snapshot
from reports.issued import newest_issued
from reports.models import FileKind, IssuedFile, IssuedReport
from reports.narrative.facts import facts_of
from reports.narrative.reading import stale_words
from units import journal
from units.models import Channel, NoticeKind, User
from units.notices import coordinators_of, leaders_of, notify, viewers_of
from units.permissions import issues_reports

NOT_YOURS = "Chỉ cơ quan đầu mối phát hành báo cáo."
NOT_BEGUN = "{} chưa bắt đầu nên chưa có gì để phát hành."
STALE_WORDS = "Số liệu đã thay đổi sau khi sửa lời ở: {}. Hãy xem lại các phần đó trước khi phát hành."
WHY_AGAIN = "Hãy ghi lý do ra bản mới; lý do đứng trên trang của bản này và trong nhật ký."


class IssueMoved(NotAllowed):
    """What would go out, or the newest version, is not what the page showed."""

    def __init__(self, newest: IssuedReport | None, seen: int) -> None:
        sentence = "Số liệu của báo cáo vừa có thay đổi sau khi bạn mở trang; hãy xem lại rồi phát hành."
        if newest is not None and newest.version != seen:
            sentence = (
                f"{newest.issued_by} vừa phát hành bản {newest.version} của {newest.period}; hãy xem bản đó trước."
            )
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The posted page: its key, the newest version (0: none) and the digest of the material that it showed."""

    key: UUID
    version: int
    digest: str
    signer: str = ""
    reason: str = ""


def fresh_material(period: Period, *, signer: str, now: datetime) -> Material:
    """What would go out of the period as it stands now."""
    plan = Plan.objects.select_related("ward", "coordinator").defer("source_text").get(pk=period.plan_id)
    periods = read_periods(plan)
    found = next(each for each in periods if each.pk == period.pk)
    return read_material(plan, periods, found, signer=signer, now=now)


def not_issuable(periods: list[Period], period: Period, now: datetime) -> str:
    """Why nothing of the period can be issued yet: the quarter to whose end it runs has not begun. "" where it may."""
    last = next(each for each in periods if each.as_code.is_quarter and each.as_code.quarter == period.as_code.quarter)
    return NOT_BEGUN.format(period.label) if last.state(now) is PeriodState.NOT_OPEN else ""


def changes_since(before: IssuedReport | None, material: Material) -> tuple[Change, ...]:
    """What differs from the version before, by its own snapshot. Raises Damaged, StoreFailed, Unreadable."""
    if before is None:
        return ()
    old = said_in(read_file(before.files.get(kind=FileKind.SNAPSHOT)))
    signer = material.signer.full_name if material.signer else ""
    signs = (Change("Toàn báo cáo", "Người ký", before.signer, signer),) if signer != before.signer else ()
    return (*signs, *changes_between(old, said(material)))


def issue_report(*, period: Period, asked: Asked, by: User, channel: Channel, now: datetime) -> IssuedReport:
    """The next version. The same request again gives the version that it made.

    Raises NotAllowed (rights, too early, no reason, stale words), IssueMoved, StoreFailed and Damaged (the store).
    """
    if not issues_reports(by, period.plan.ward_id):
        raise NotAllowed(NOT_YOURS)
    if done := _made_by(asked.key, by):
        return done
    before = newest_issued(period)
    material = fresh_material(period, signer=asked.signer, now=now)
    _require_seen(asked, before, material)
    if refusal := not_issuable(read_periods(material.card.plan), period, now):
        raise NotAllowed(refusal)
    _require_fresh_words(period, material)
    if before is not None and not asked.reason:
        raise NotAllowed(WHY_AGAIN)
    material = replace(material, version=asked.version + 1, changes=changes_since(before, material))
    hand = Hand(by=by, channel=channel, now=now, reason=asked.reason)
    with in_store(frozen_files(material)) as stored:
        return _write(period, material, asked, stored, hand)


def frozen_files(material: Material) -> dict[str, bytes]:
    """Every file of the version: the documents, and the data from which they can be built again."""
    documents = {name: build(name, material) for name in FROZEN}
    return documents | {FileKind.SNAPSHOT.value: write_snapshot(material)}


def build(name: str, material: Material) -> bytes:
    """The document of that format; the same material gives the same bytes."""
    return sealed(FROZEN[name].write(material), material.at)


def _made_by(key: UUID, by: User) -> IssuedReport | None:
    return IssuedReport.objects.filter(key=key, issued_by=by).first()


def _require_seen(asked: Asked, newest: IssuedReport | None, material: Material) -> None:
    version = newest.version if newest else 0
    if version != asked.version or digest(material) != asked.digest:
        raise IssueMoved(newest, asked.version)


def _require_fresh_words(period: Period, material: Material) -> None:
    """A report does not contradict itself: each edit was looked at since its figures changed."""
    if stale := stale_words(period, facts_of(material.card)):
        raise NotAllowed(STALE_WORDS.format("; ".join(stale.values())))


@transaction.atomic
def _write(
    period: Period, material: Material, asked: Asked, stored: Mapping[str, Mapping[str, Any]], hand: Hand
) -> IssuedReport:
    _hold(period)
    if done := _made_by(asked.key, hand.by):
        return done
    _require_seen(asked, newest_issued(period), fresh_material(period, signer=asked.signer, now=material.at))
    _require_fresh_words(period, material)
    made = IssuedReport.objects.create(
        period=period,
        version=material.version,
        issued_at=material.at,
        issued_by=hand.by,
        signer=material.signer.full_name if material.signer else "",
        reason=asked.reason if material.version > 1 else "",
        changes=[change.texts() for change in material.changes],
        digest=asked.digest,
        key=asked.key,
        illustrative=material.card.illustrative or hand.by.is_demo,
    )
    IssuedFile.objects.bulk_create(_file(made, name, material, columns, hand) for name, columns in stored.items())
    _record(made, stored, hand)
    _tell(made, hand)
    return made


def _hold(period: Period) -> None:
    """Until the transaction ends nobody issues another version, closes the period, or accepts or opens a row of its
    plan. SQLite lets one transaction write at a time, and this one began as such."""
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    others = Period.objects.filter(plan=period.plan_id).values("pk")
    list(UnitReport.objects.filter(period__in=others).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _file(report: IssuedReport, name: str, material: Material, columns: Mapping[str, Any], hand: Hand) -> IssuedFile:
    return IssuedFile(
        report=report,
        kind=name,
        file_name=file_name(material.card, name, material.version),
        content_type=FORMATS[name].content_type,
        added_by=hand.by,
        added_at=hand.now,
        illustrative=report.illustrative,
        **columns,
    )


def subject_of(report: IssuedReport) -> journal.Subject:
    code = f"{report.period.code} bản {report.version}"
    return journal.Subject("issued", report.pk, code, period=report.period.code)


def _record(made: IssuedReport, stored: Mapping[str, Mapping[str, Any]], hand: Hand) -> None:
    """With the hashes: the journal witnesses what the files were."""
    words = {"bản": str(made.version), "người ký": made.signer, "thay đổi": str(len(made.changes) or "")}
    words |= {f"SHA-256 {name}": columns["sha256"] for name, columns in stored.items()}
    journal.record(
        subject_of(made),
        "issue",
        ward=made.period.plan.ward,
        by=hand.by,
        channel=hand.channel,
        now=hand.now,
        after={name: text for name, text in words.items() if text},
        reason=made.reason,
    )


def _tell(made: IssuedReport, hand: Hand) -> None:
    """Leaders, viewers, the other coordinators."""
    ward = made.period.plan.ward
    people = {*leaders_of(ward, hand.now), *viewers_of(ward, hand.now), *coordinators_of(ward, hand.now)}
    sentence = f"Đã phát hành báo cáo {made.period.label}, bản {made.version}."
    path = reverse("issued", args=(made.pk,))
    notify(people, NoticeKind.ISSUED, sentence, path=path, now=hand.now, by=hand.by)
