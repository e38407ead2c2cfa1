"""The app: its signals are connected when Django is ready."""

from django.apps import AppConfig


class HelpdeskPromisesConfig(AppConfig):
    """Promises and balances for the tickets of django-helpdesk."""

    name = "helpdesk_promises"
    verbose_name = "Promises and balances"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to tickets, follow-ups and purchases."""
        from helpdesk_promises import signals  # noqa: F401, PLC0415  # models exist only now
