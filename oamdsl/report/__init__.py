"""What reviewers read: the plans of several environments as one page of HTML.

`report_of` computes what is on it, a part a module; `html` writes it. Nothing is read but the source lines of
findings, and the page's own template.
"""
