"""Routes of evidence."""

from django.urls import path

from reports.evidence import views

urlpatterns = [
    path("nhap/<str:period>/<str:unit>/minh-chung/", views.evidence, name="evidence"),
    path("minh-chung/<str:key>/", views.evidence_file, name="evidence_file"),
    path("minh-chung/<str:key>/go/", views.remove_evidence, name="remove_evidence"),
]
