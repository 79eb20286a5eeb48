"""Mails that are not sent yet: a template and what is known make a draft."""
