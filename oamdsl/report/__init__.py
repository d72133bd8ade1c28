"""What reviewers read: the plans of several environments as one page of HTML.

`report_of` computes what is on it, a part a module; `html` writes it. Pure: findings' source lines aside, nothing
is read.
"""
