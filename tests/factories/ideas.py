"""What founders in our tests say."""

from __future__ import annotations

BAKERY = (
    "An inventory app for small bakeries that shows what flour, butter and eggs are "
    "left and warns before they run out."
)
ANSWER = (
    "Owners of small bakeries who bake at night and count their stock by hand every "
    "Sunday; they lose about two hours and throw away butter for 80 euros a week."
)
