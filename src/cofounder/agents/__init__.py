"""Language models: the production runner, its roles, and every prompt.

`real.RunnerReal` is the runner of a configured model. Prompts are files beside their
role; models are asked in `running` and nowhere else, through the ledger.
"""
