"""The demo's addresses: the helpdesk at the root, the plugin beside it."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("promises/", include("helpdesk_promises.urls")),
    path("", include("helpdesk.urls", namespace="helpdesk")),
]
