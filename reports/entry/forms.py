"""What sending and taking back post."""

from django import forms


class SendForm(forms.Form):
    """`key` names this one request, so that a double click has one effect; `seen` is the report as it was read."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
