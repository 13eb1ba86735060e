"""Routes of the coordinator's pages."""

from django.urls import path

from reports.review import many_views, remarks, views

urlpatterns = [
    path("tinh-hinh/", views.board, name="board"),
    path("tinh-hinh/ca-nam/", views.year_board, name="year_board"),
    path("xem-xet/<str:period>/<str:unit>/", views.review, name="review"),
    path("xem-xet/<str:period>/<str:unit>/bat-dau/", views.begin_review, name="begin_review"),
    path("xem-xet/<str:period>/<str:unit>/chap-nhan/", views.accept_report, name="accept_report"),
    path("xem-xet/<str:period>/<str:unit>/tra-lai/", views.return_report, name="return_report"),
    path("xem-xet/<str:period>/<str:unit>/tra-lai-va-chap-nhan/", views.split_report, name="split_report"),
    path("y-kien/<str:period>/<str:unit>/<str:code>/", remarks.remark, name="remark"),
    path("ky/<str:period>/chap-nhan-nhieu/", many_views.accept_many, name="accept_many"),
    path("ky/<str:period>/chot/", views.close_period, name="close_period"),
    path("ky/<str:period>/mo/", views.open_period, name="open_period"),
]
