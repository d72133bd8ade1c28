"""What a report is and how it is shown: rules, findings, places in the user's files. Nothing of OAM."""
