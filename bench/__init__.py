"""The benchmark: what our own code costs, beside the least it could cost.

Every row measures us and a floor in turns in one run; see `bench.rows` for what is
measured and `bench.measuring` for how. It reports figures and asserts none.
"""
