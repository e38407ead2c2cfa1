"""The plugin's one page: a client's balance."""

from django.urls import path

from helpdesk_promises import views

app_name = "helpdesk_promises"
urlpatterns = [path("<int:client_id>/", views.balance, name="balance")]
