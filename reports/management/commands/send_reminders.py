"""What a timer runs: notices that come with time, the weekly digest, and mails that could not go out before."""

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from reports.reminders.digest import tell_the_week
from reports.reminders.due import tell_what_is_due
from units.command import SpokenCommand
from units.mail import deliver, mail_is_set_up
from units.models import Notice, Ward
from units.postman import postman


class Command(SpokenCommand):
    help = "Gửi thông báo đến hạn, tổng hợp tuần và thư chưa gửi được; chạy nhiều lần trong ngày cũng chỉ gửi một lần."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        before = Notice.objects.count()
        with postman.stays():  # the mails go out below, where the outcome can be told
            for ward in Ward.objects.order_by("code"):
                tell_what_is_due(ward, now)
                tell_the_week(ward, now)
        self.stdout.write(f"{Notice.objects.count() - before} thông báo mới.")
        if not mail_is_set_up():
            self.stdout.write("Chưa cài đặt EMAIL_URL: không gửi thư.")
            return
        done = deliver(timezone.now())
        self.stdout.write(f"Đã gửi {done.sent} thư.")
        problems = [f"Không kết nối được máy chủ thư: {done.away}."] if done.away else []
        problems += [f"{done.failed} thư bị từ chối; lần chạy sau sẽ gửi lại."] if done.failed else []
        if problems:
            raise CommandError("\n".join(problems))
