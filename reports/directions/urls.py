"""Routes of the directions."""

from django.urls import path

from reports.directions import views

urlpatterns = [
    path("chi-dao/", views.directions, name="directions"),
    path("chi-dao/moi/", views.new_direction, name="new_direction"),
    path("chi-dao/<int:pk>/", views.direction, name="direction"),
    path("chi-dao/<int:pk>/tra-loi/", views.answer_direction, name="answer_direction"),
    path("chi-dao/<int:pk>/lam-tiep/", views.continue_direction, name="continue_direction"),
    path("chi-dao/<int:pk>/ket-thuc/", views.finish_direction, name="finish_direction"),
]
