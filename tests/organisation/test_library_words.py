"""Sentences of Django and allauth read as this product words them."""

import pytest
from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils import translation


class Sent(forms.Form):
    day = forms.DateField()
    kind = forms.ChoiceField(choices=[("a", "a")])
    note = forms.CharField(max_length=3)


@pytest.mark.parametrize(
    "field, told",
    [
        ("day", "日期格式不对。请按“2026-11-24”的格式填写。"),
        ("kind", "所选项目“b”不在可选范围内。请重新选择。"),
        ("note", "字数过多，现有 4 个字。请缩减到 3 个字以内。"),
    ],
)
def test_a_form_says_in_our_chinese_what_to_do(field, told):
    with translation.override("zh-hans"):
        assert Sent({"day": "never", "kind": "b", "note": "1234"}).errors[field] == [told]


def test_a_common_password_is_refused_in_our_chinese():
    with translation.override("zh-hans"), pytest.raises(ValidationError, match="此密码过于常见。请另设密码。"):
        CommonPasswordValidator().validate("password")
