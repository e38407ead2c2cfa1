"""A plugin for django-helpdesk: what was promised for a ticket, and what is left of the package that pays for it."""
