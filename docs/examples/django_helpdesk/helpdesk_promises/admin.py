"""Clients and their purchases in the admin; facts are shown there and never edited."""

from typing import Any

from django.contrib import admin

from helpdesk_promises.models import Client, Purchase, StoredFact

admin.site.register(Purchase, list_display=("client", "tasks", "bought_at"))


@admin.register(Client)
class ClientAdmin(admin.ModelAdmin):
    """Clients, each with a way to its balance page."""

    list_display = ("name", "domain")


@admin.register(StoredFact)
class StoredFactAdmin(admin.ModelAdmin):
    """The journal, read only."""

    list_display = ("client", "kind", "fact_id", "at", "recorded_at")
    list_filter = ("client", "kind")

    def has_add_permission(self, *_: Any) -> bool:
        """Facts come from the helpdesk."""
        return False

    def has_change_permission(self, *_: Any) -> bool:
        """Facts are never changed."""
        return False

    def has_delete_permission(self, *_: Any) -> bool:
        """Facts are never taken away."""
        return False
