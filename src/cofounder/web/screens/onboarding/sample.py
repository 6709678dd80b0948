"""The idea behind "Try the sample": a real one, short enough to read at a glance."""

SAMPLE_IDEA = (
    "Our repair café takes in forty broken things every Saturday and loses track of "
    "half of them between the intake table and the workbenches. I want one number per "
    "item that everyone can look up."
)
