"""What the command line can do; `familyapp/__main__.py` names the commands and what each takes."""
