"""Routes of the officer's pages."""

from django.urls import path

from reports.entry import by_head, handing_in, pasting, upload_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("viec-cua-toi/", views.my_work, name="my_work"),
    path("nhap/<str:period>/<str:unit>/", views.entry, name="entry"),
    path("nhap/<str:period>/<str:unit>/nhiem-vu/", views.entry_tasks, name="entry_tasks"),
    path("nhap/<str:period>/<str:unit>/bieu-mau.xlsx", upload_views.entry_workbook, name="entry_workbook"),
    path("nhap/<str:period>/<str:unit>/tai-len/", upload_views.entry_upload, name="entry_upload"),
    path("nhap/<str:period>/<str:unit>/dong/<str:code>/", views.entry_row, name="entry_row"),
    path("nhap/<str:period>/<str:unit>/dan/", pasting.entry_paste, name="entry_paste"),
    path("nhap/<str:period>/<str:unit>/gui/", views.send_report, name="send_report"),
    path("nhap/<str:period>/<str:unit>/xac-nhan/", by_head.confirm_report, name="confirm_report"),
    path("nhap/<str:period>/<str:unit>/tra-lai-can-bo/", by_head.give_back, name="give_back"),
    path("nhap/<str:period>/<str:unit>/rut-lai/", handing_in.withdraw_report, name="withdraw_report"),
    path("nhap/<str:period>/<str:unit>/phieu-nhap/", handing_in.paper_form, name="paper_form"),
    path("phieu-gui/", handing_in.receipts, name="receipts"),
    path("phieu-gui/<str:code>/", handing_in.receipt, name="receipt"),
]
