"""What a project's rows say when they are read together; writes nothing (ONE-01).

Stages, risks, timeline, graph and dashboard are derived on every read from the tables
of the packages below: there is no second store that could disagree with them.
"""
