"""Routes of Sở's own forms."""

from django.urls import path

from reports.own_form import views

urlpatterns = [
    path("bieu-mau-cua-so/", views.own_forms, name="own_forms"),
    path("bieu-mau-cua-so/<int:pk>/", views.own_form, name="own_form"),
    path("bieu-mau-cua-so/<int:pk>/trong.xlsx", views.own_form_empty, name="own_form_empty"),
    path("bieu-mau-cua-so/<int:pk>/bo/", views.remove_own_form, name="remove_own_form"),
    path("bao-cao/<str:period>/bieu-mau/<int:pk>.xlsx", views.own_form_xlsx, name="own_form_xlsx"),
]
