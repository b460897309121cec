"""Counts the steps that script/test ran before pytest, so that its last line tells the whole truth."""

import os

import pytest

pytestmark = pytest.mark.house


def test_every_step_before_this_run_passed():
    failed = os.environ.get("TONGXIN_FAILED_STEPS", "")
    assert not failed, f"failed before: {failed}; what was wrong is printed above"
