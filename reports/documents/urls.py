"""Routes of what leaves the ward."""

from django.urls import path

from reports.documents import archive_views, issue_views, views

urlpatterns = [
    path("bao-cao/", views.documents, name="documents"),
    path("bao-cao/<str:period>.xlsx", views.report_xlsx, name="report_xlsx"),
    path("bao-cao/<str:period>.pdf", views.report_pdf, name="report_pdf"),
    path("bao-cao/<str:period>/lanh-dao.xlsx", views.leaders_xlsx, name="leaders_xlsx"),
    path("bao-cao/<str:period>.docx", views.report_docx, name="report_docx"),
    path("bao-cao/<str:period>.json", views.report_json, name="report_json"),
    path("bao-cao/<str:period>/phat-hanh/", issue_views.issue, name="issue"),
    path("bao-cao-da-phat-hanh/", archive_views.archive, name="archive"),
    path("bao-cao-da-phat-hanh/<int:pk>/", archive_views.issued, name="issued"),
    path("bao-cao-da-phat-hanh/<int:pk>/so/", archive_views.number_issued, name="number_issued"),
    path("bao-cao-da-phat-hanh/<int:pk>/ban-ky/", archive_views.scan_issued, name="scan_issued"),
    path("bao-cao-da-phat-hanh/tep/<int:pk>/", archive_views.issued_file, name="issued_file"),
]
