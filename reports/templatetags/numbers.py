"""Numbers in tables, as templates write them."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from reports import marks

register = template.Library()


@register.filter
def aligned(text: str) -> SafeString:
    """{{ row.value_text|aligned }}: the comma stands under the commas above it; what is not a number stays as it is."""
    return mark_safe(marks.aligned(str(text)))  # noqa: S308  # which escapes the text
