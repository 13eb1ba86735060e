"""Long work of a command says that it goes on."""

import time

import pytest

from units.command import telling


def test_short_work_says_what_it_does_once():
    said = []
    with telling("Đang lập báo cáo…", said.append):
        pass
    assert said == ["Đang lập báo cáo…"]


def test_long_work_says_that_it_goes_on_until_it_ends():
    said = []
    with telling("Đang lập báo cáo…", said.append, every=0.01):
        while len(said) < 3:
            time.sleep(0.005)
    ended = list(said)
    assert ended[1:3] == ["  … vẫn đang làm, đã 0 giây"] * 2
    time.sleep(0.05)
    assert said == ended


def test_work_that_fails_says_nothing_more():
    said = []
    with pytest.raises(ValueError, match="hỏng"), telling("Đang làm…", said.append, every=0.01):
        raise ValueError("hỏng")
    ended = list(said)
    time.sleep(0.05)
    assert said == ended


def test_quiet_work_says_nothing():
    with telling("Đang làm…", None):
        pass
