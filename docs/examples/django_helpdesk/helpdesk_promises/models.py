"""What the plugin stores: clients, what they bought, and facts. Promises and balances are counted, never stored."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone


class Client(models.Model):
    """A company with a package of tasks: the tickets of its e-mail domain are its tasks."""

    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=200, unique=True, help_text="what stands after the @: acme.example")

    def __str__(self) -> str:
        return self.name


class Purchase(models.Model):
    """A package that a client bought. Saving it adds the fact to the client's journal."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="purchases")
    tasks = models.PositiveIntegerField(default=10, validators=[MinValueValidator(1)])
    bought_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.tasks} tasks for {self.client}"


class StoredFact(models.Model):
    """One fact of a client's journal, as JSON. Facts are added, never changed and never taken away."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="facts")
    fact_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        """One fact an id, and the journal in the order in which it became known."""

        constraints = (models.UniqueConstraint(fields=["client", "fact_id"], name="one_fact_an_id"),)
        ordering = ("recorded_at", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.fact_id}"
