"""The pages that everyone reads: URL → what the reader may see → page. Nothing is written here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kpis.models import AcceptedFigure
from plans.models import ClauseKind, Correction, PlanClause
from plans.reopenings import granted_for, with_snapshot
from reports.dashboard import indicator_page, task_page
from reports.dashboard.filters import FilterForm, TaskFilterForm
from reports.dashboard.frame import frame_of
from reports.dashboard.history import LIMIT, history_of
from reports.dashboard.outlook import outlook_of, year_lines
from reports.dashboard.quarter_chart import chart_of
from reports.dashboard.quarter_lines import quarter_lines
from reports.dashboard.summary import movements, standing
from reports.dashboard.table import groups_of, missing_note
from reports.desk import desk_of
from reports.directions.reading import lines_about, open_ones
from reports.proofs import proofs_of_indicator, proofs_of_task
from reports.scorecard import grouped
from tasks.models import AcceptedProgress
from units.permissions import writes_directions


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    frame = frame_of(request)
    card = frame.scorecard
    form = FilterForm(request.GET, card.indicators)
    shown = form.filter(card.indicators)

    def rows_with(status: str) -> str:
        return form.query("ky", "pham-vi", "xep", trang_thai=status)

    return render(
        request,
        "dashboard/indicators.html",
        {
            "frame": frame,
            "tabs": frame.tabs("dashboard"),
            "card": card,
            "heading": f"{len(card.indicators)} chỉ tiêu năm {frame.year}",
            "form": form,
            "total": len(card.indicators),
            "groups": groups_of(shown, form.order, missing_note=missing_note(frame.quarter, frame.desk.now)),
            "shown": len(shown),
            "standing": standing(card.summary, rows_with),
            "directions": open_ones(frame.desk.user, frame.desk.now),
            "movements": movements(card.summary, rows_with),
            "unfiltered": form.query("ky", "pham-vi", "xep"),
        },
    )


@require_safe
def dashboard_tasks(request: HttpRequest) -> HttpResponse:
    frame = frame_of(request)
    rows = task_page.rows_of(frame)
    form = TaskFilterForm(request.GET, rows)
    shown = form.filter(rows)
    return render(
        request,
        "dashboard/tasks.html",
        {
            "frame": frame,
            "tabs": frame.tabs("dashboard_tasks"),
            "heading": f"{len(rows)} nhiệm vụ năm {frame.year}",
            "form": form,
            "total": len(rows),
            "shown": len(shown),
            "standing": task_page.standing(rows, form.query("ky", "pham-vi", xep="qua-han")),
            "groups": task_page.groups_of(shown, flat=form.overdue_first),
            "illustrative": task_page.is_illustrative(rows),
            "unfiltered": form.query("ky", "pham-vi", "xep"),
        },
    )


@require_safe
def dashboard_goals(request: HttpRequest) -> HttpResponse:
    frame = frame_of(request)
    return render(
        request,
        "dashboard/goals.html",
        {
            "frame": frame,
            "tabs": frame.tabs("dashboard_goals"),
            "card": frame.scorecard,
            "heading": f"{len(frame.scorecard.goals)} chỉ tiêu đến năm {frame.scorecard.horizon}",
            "groups": grouped(frame.scorecard.goals),
        },
    )


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    frame = frame_of(request)
    row = next((row for row in frame.scorecard.indicators if row.code == code), None)
    if row is None and any(goal.code == code for goal in frame.scorecard.goals):
        return redirect(f"{reverse('dashboard_goals')}{frame.query}#{code}")
    if row is None:
        raise Http404("Không có chỉ tiêu này trong kỳ.")
    goal = next((goal for goal in frame.scorecard.goals if goal.linked == row), None)
    quarters, outlook = quarter_lines(row), outlook_of(row)
    reopenings = granted_for(frame.desk.plan, code)
    return render(
        request,
        "dashboard/indicator.html",
        {
            "frame": frame,
            "row": row,
            "card": frame.scorecard,
            "goal": goal,
            "reopenings": reopenings,
            "standing": with_snapshot(reopenings, AcceptedFigure.objects.filter(indicator_id=row.id)),
            "facts": indicator_page.facts_of(row),
            "distance": indicator_page.distance_words(row),
            "quarters": quarters,
            "years": year_lines(row, outlook, goal),
            "chart": chart_of(row, quarters, outlook, goal),
            "printed_name": indicator_page.printed_name(row),
            "corrections": indicator_page.corrections_of(frame.desk.plan, code),
            "proof_groups": proofs_of_indicator(frame.desk.user, row.id, row.code),
            "history": history_of(frame.desk.user, frame.desk.plan, row, [row.unit] if row.unit else []),
            "directions": lines_about(frame.desk.user, frame.desk.now, indicator_id=row.id),
            "directs": writes_directions(frame.desk.user, frame.desk.plan.ward_id),
            "history_limit": LIMIT,
        },
    )


@require_safe
def task(request: HttpRequest, code: str) -> HttpResponse:
    frame = frame_of(request)
    row = next((row for row in task_page.rows_of(frame) if row.code == code), None)
    if row is None:
        raise Http404("Không có nhiệm vụ này.")
    units = [part.unit for part in row.parts]
    reopenings = granted_for(frame.desk.plan, code)
    return render(
        request,
        "dashboard/task.html",
        {
            "frame": frame,
            "heading": f"Nhiệm vụ {row.code}",
            "row": row,
            "reopenings": reopenings,
            "standing": with_snapshot(reopenings, AcceptedProgress.objects.filter(task_id=row.id)),
            "facts": task_page.facts_of(row),
            "parts": task_page.parts_of(row),
            "course": task_page.course_of(frame, row),
            "illustrative": task_page.is_illustrative([row]),
            "corrections": indicator_page.corrections_of(frame.desk.plan, code),
            "proof_groups": proofs_of_task(frame.desk.user, row.id, row.code),
            "history": history_of(frame.desk.user, frame.desk.plan, row, units),
            "directions": lines_about(frame.desk.user, frame.desk.now, task_id=row.id),
            "directs": writes_directions(frame.desk.user, frame.desk.plan.ward_id),
            "history_limit": LIMIT,
        },
    )


@require_safe
def plan_text(request: HttpRequest) -> HttpResponse:
    plan = desk_of(request).plan
    return render(
        request,
        "dashboard/plan_text.html",
        {
            "plan": plan,
            "clauses": PlanClause.objects.filter(plan=plan).order_by("order"),
            "heading": ClauseKind.HEADING,
            "corrections": Correction.objects.filter(plan=plan).order_by("order"),
        },
    )
