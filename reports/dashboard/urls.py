"""Routes of the pages that everyone reads."""

from django.urls import path

from reports.dashboard import views

urlpatterns = [
    path("bang-dieu-khien/", views.dashboard, name="dashboard"),
    path("bang-dieu-khien/nhiem-vu/", views.dashboard_tasks, name="dashboard_tasks"),
    path("bang-dieu-khien/2030/", views.dashboard_goals, name="dashboard_goals"),
    path("bang-dieu-khien/theo-quy/", views.dashboard_quarters, name="dashboard_quarters"),
    path("bang-dieu-khien/don-vi/", views.dashboard_units, name="dashboard_units"),
    path("bang-dieu-khien/lanh-dao/", views.dashboard_leaders, name="dashboard_leaders"),
    path("bang-dieu-khien/so-sanh/", views.dashboard_comparison, name="dashboard_comparison"),
    path("chi-tieu/<str:code>/", views.indicator, name="indicator"),
    path("nhiem-vu/<str:code>/", views.task, name="task"),
    path("ke-hoach/", views.plan_text, name="plan_text"),
]
