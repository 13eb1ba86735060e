"""The pages that everyone reads: URL → what the reader may see → page. Nothing is written here."""

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kpis.models import AcceptedFigure, Indicator
from plans.models import ClauseKind, Correction, PlanClause, standing_on
from plans.reopenings import granted_for, with_snapshot
from reports.dashboard import indicator_page, lists, task_page
from reports.dashboard.editions import answer
from reports.dashboard.frame import frame_of
from reports.dashboard.history import LIMIT, history_of
from reports.dashboard.outlook import outlook_of, year_lines
from reports.dashboard.quarter_chart import chart_of
from reports.dashboard.quarter_lines import quarter_lines
from reports.dashboard.related import related_to_indicator, related_to_task
from reports.desk import desk_of
from reports.directions.reading import lines_about
from reports.proofs import proofs_of_indicator, proofs_of_task
from tasks.models import AcceptedProgress, Task
from units.dates import local_date
from units.permissions import writes_directions


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    return answer(request, lists.indicators)


@require_safe
def dashboard_tasks(request: HttpRequest) -> HttpResponse:
    return answer(request, lists.tasks)


@require_safe
def dashboard_goals(request: HttpRequest) -> HttpResponse:
    return answer(request, lists.goals)


@require_safe
def dashboard_quarters(request: HttpRequest) -> HttpResponse:
    return answer(request, lists.quarters)


@require_safe
def dashboard_units(request: HttpRequest) -> HttpResponse:
    return answer(request, lists.units)


@require_safe
def dashboard_leaders(request: HttpRequest) -> HttpResponse:
    return answer(request, lists.leaders)


@require_safe
def dashboard_comparison(request: HttpRequest) -> HttpResponse:
    return answer(request, lists.comparison)


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
            "related": related_to_indicator(frame, row),
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
            "related": related_to_task(frame, row),
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
    desk = desk_of(request)
    plan, standing = desk.plan, standing_on(local_date(desk.now))
    linked = (
        Prefetch("indicators", Indicator.objects.filter(standing)),
        Prefetch("tasks", Task.objects.filter(standing)),
    )
    return render(
        request,
        "dashboard/plan_text.html",
        {
            "plan": plan,
            "clauses": PlanClause.objects.filter(plan=plan).prefetch_related(*linked).order_by("order"),
            "heading": ClauseKind.HEADING,
            "corrections": Correction.objects.filter(plan=plan).order_by("order"),
        },
    )
