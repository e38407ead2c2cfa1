"""The plugin in a real helpdesk: rows saved, pages asked for, and what stands on them.

Run with ``python manage.py test``. ``on(...)`` sets the clock of Django to a wall-clock time of Kyiv.
"""

import datetime as dt
import re
from unittest import mock
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils import timezone
from helpdesk.models import EscalationExclusion, FollowUp, Queue, Ticket

from helpdesk_promises import codec, journal
from helpdesk_promises.models import Client, Purchase, StoredFact
from supportcore.tasks import State
from supportcore.units import CREDIT

KYIV = ZoneInfo("Europe/Kyiv")


def when(text: str) -> dt.datetime:
    """Read a wall-clock time of Kyiv."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=KYIV)


def on(text: str) -> "mock._patch":
    """Set Django's clock."""
    return mock.patch("django.utils.timezone.now", return_value=when(text))


def words(page: str) -> str:
    """Return the text of a page without tags and superfluous blanks."""
    text = re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    return " ".join(text.split())


class Desk(TestCase):
    """A helpdesk with one client that bought ten tasks."""

    @classmethod
    def setUpTestData(cls) -> None:
        """Make the people, the queue and the client."""
        users = get_user_model().objects
        cls.staff = users.create_superuser("kim", "kim@desk.example")
        cls.ann = users.create_user("ann", "ann@acme.example")
        cls.stranger = users.create_user("eve", "eve@other.example")
        cls.queue = Queue.objects.create(title="Desk", slug="desk")
        cls.acme = Client.objects.create(name="Acme", domain="acme.example")
        with on("2026-11-02 09:00"):
            Purchase.objects.create(client=cls.acme, tasks=10, bought_at=timezone.now())

    def post(self, at: str, title: str = "Help", *, priority: int = 3, sender: str = "ann@acme.example") -> Ticket:
        """Post a ticket."""
        with on(at):
            return Ticket.objects.create(title=title, queue=self.queue, priority=priority, submitter_email=sender)

    def answer(self, at: str, ticket: Ticket, status: int | None = None, *, minutes: int = 0) -> FollowUp:
        """Answer a ticket, as the staff's page does: the ticket first, then the follow-up."""
        with on(at):
            if status is not None:
                ticket.status = status
                ticket.save()
            spent = dt.timedelta(minutes=minutes) or None
            return FollowUp.objects.create(
                ticket=ticket, date=timezone.now(), public=True, user=self.staff, new_status=status, time_spent=spent
            )

    def balance(self, at: str) -> tuple[int, int, int]:
        """Return what is available, held and used."""
        found = journal.account_of(self.acme).balance(when(at))
        return found.available.units, found.held.units, found.consumed.units

    def page(self, at: str, address: str, user: object = None) -> str:
        """Return the text of a page at an instant."""
        with on(at):
            self.client.force_login(user or self.staff)
            answer = self.client.get(address)
        self.assertEqual(answer.status_code, 200)
        return words(answer.content.decode())

    def ticket_page(self, at: str, ticket: Ticket) -> str:
        """Return the text of a ticket's page."""
        return self.page(at, f"/tickets/{ticket.pk}/")

    def balance_page(self, at: str, user: object = None) -> str:
        """Return the text of the client's balance page."""
        return self.page(at, f"/promises/{self.acme.pk}/", user)


class TicketsAndTheirPromises(Desk):
    """A ticket page shows when the task is due, where it stands, and why."""

    def test_a_ticket_page_shows_due_and_standing_on_the_clock_of_the_firm(self) -> None:
        ticket = self.post("2026-11-20 17:30")
        page = self.ticket_page("2026-11-23 10:00", ticket)
        self.assertIn("Due Mon 23 Nov 2026 16:30 (Europe/Kyiv)", page)
        self.assertIn("Standing running 6 h 30 min left", page)
        self.assertIn("Fri 20 Nov 2026 17:30 - 18:00 counted 30 min", page)

    def test_opening_hours_are_not_read_in_utc(self) -> None:
        """The helpdesk itself reads 9-18 in UTC: a day in Kyiv then has its last hours in the evening."""
        ticket = self.post("2026-11-23 09:00")
        self.assertIn("Due Mon 23 Nov 2026 17:00 (Europe/Kyiv)", self.ticket_page("2026-11-23 10:00", ticket))
        ticket.refresh_from_db()
        self.assertEqual(ticket.due_date, when("2026-11-23 17:00"))

    def test_an_excluded_date_makes_the_due_time_later(self) -> None:
        """In the helpdesk itself an excluded date makes escalation earlier."""
        EscalationExclusion.objects.create(name="Day of the firm", date=dt.date(2026, 11, 23))
        ticket = self.post("2026-11-20 17:30")
        page = self.ticket_page("2026-11-20 18:00", ticket)
        self.assertIn("Due Tue 24 Nov 2026 16:30", page)
        self.assertIn("Day of the firm", page)

    def test_a_day_off_of_another_queue_moves_nothing(self) -> None:
        """The helpdesk's escalation looks at the date and not at the queues."""
        other = Queue.objects.create(title="Sales", slug="sales")
        day = EscalationExclusion.objects.create(name="Sales away", date=dt.date(2026, 11, 23))
        day.queues.add(other)
        self.assertIn("Due Mon 23 Nov 2026 16:30", self.ticket_page("2026-11-23 10:00", self.post("2026-11-20 17:30")))

    def test_a_day_off_that_is_entered_later_moves_no_promise_that_was_given(self) -> None:
        before = self.post("2026-11-20 17:30")
        with on("2026-11-20 17:40"):
            EscalationExclusion.objects.create(name="Day of the firm", date=dt.date(2026, 11, 23))
        after = self.post("2026-11-20 17:45")
        self.assertIn("Due Mon 23 Nov 2026 16:30", self.ticket_page("2026-11-20 18:00", before))
        self.assertIn("Due Tue 24 Nov 2026 16:45", self.ticket_page("2026-11-20 18:00", after))

    def test_a_ticket_on_hold_waits_in_working_time(self) -> None:
        ticket = self.post("2026-11-20 16:00")
        with on("2026-11-20 17:00"):
            ticket.on_hold = True
            ticket.save()
        self.assertIn("Standing paused 7 h left", self.ticket_page("2026-11-22 12:00", ticket))
        with on("2026-11-23 10:00"):
            ticket.on_hold = False
            ticket.save()
        self.assertIn("Due Mon 23 Nov 2026 17:00", self.ticket_page("2026-11-23 10:00", ticket))

    def test_the_staffs_own_pages_hold_and_solve_a_ticket(self) -> None:
        ticket = self.post("2026-11-23 09:00")
        done = {"new_status": 3, "comment": "done", "public": "1", "title": "Help", "priority": 3}
        done["queue"] = self.queue.pk
        for at, page, data in (("10:00", "hold", {}), ("11:00", "unhold", {}), ("12:00", "update", done)):
            now = when(f"2026-11-23 {at}")
            with on(f"2026-11-23 {at}"), mock.patch("helpdesk.views.staff.now", return_value=now):
                self.client.force_login(self.staff)
                answer = self.client.post(f"/tickets/{ticket.pk}/{page}/", data)
            self.assertEqual(answer.status_code, 302)
        case = journal.account_of(self.acme).cases(when("2026-11-23 12:00"))[0]
        self.assertEqual(case.state, State.SOLVED)
        self.assertEqual(case.solution.elapsed(when("2026-11-23 12:00")), dt.timedelta(hours=2))

    def test_a_breach_is_shown_as_late(self) -> None:
        self.assertIn(
            "Standing breached late by 1 h", self.ticket_page("2026-11-23 18:00", self.post("2026-11-23 09:00"))
        )

    def test_a_breach_of_the_weekend_is_not_late_by_nothing(self) -> None:
        ticket = self.post("2026-11-20 10:00")
        self.assertIn("breached since Fri 20 Nov 2026 18:00", self.ticket_page("2026-11-21 12:00", ticket))

    def test_a_critical_ticket_is_a_bug_and_free(self) -> None:
        ticket = self.post("2026-11-23 15:00", priority=1)
        page = self.ticket_page("2026-11-23 15:00", ticket)
        self.assertIn("Due Mon 23 Nov 2026 18:00", page)
        self.assertIn("free of charge", page)

    def test_a_sender_without_a_package_is_promised_nothing(self) -> None:
        ticket = self.post("2026-11-23 10:00", sender="eve@other.example")
        self.assertIn("The sender is no client with a package", self.ticket_page("2026-11-23 10:00", ticket))
        self.assertEqual(StoredFact.objects.filter(kind="posted").count(), 0)

    def test_the_fourth_task_of_a_day_is_refused_with_the_way_out(self) -> None:
        tickets = [self.post(f"2026-11-23 1{hour}:00") for hour in range(4)]
        page = self.ticket_page("2026-11-23 14:00", tickets[3])
        self.assertIn("not taken", page)
        self.assertIn("a client company posts at most 3 tasks a day", page)
        self.assertIn("Instead: post it on the next day. Possible from Tue 24 Nov 2026 00:00.", page)


class PackagesAndBalances(Desk):
    """A package is held by acceptance, used by closing, and burns at its end."""

    def test_a_package_is_held_debited_and_told(self) -> None:
        ticket = self.post("2026-11-23 09:00")
        self.assertEqual(self.balance("2026-11-23 09:00"), (10, 0, 0))
        self.answer("2026-11-23 10:00", ticket)
        self.assertEqual(self.balance("2026-11-23 10:00"), (9, 1, 0))
        self.answer("2026-11-23 12:00", ticket, 3, minutes=45)
        self.assertEqual(self.balance("2026-11-23 12:00"), (9, 1, 0))
        self.answer("2026-11-24 12:00", ticket, 4)
        self.assertEqual(self.balance("2026-11-24 12:00"), (9, 0, 1))
        self.assertIn("1 task taken from the package; 9 available", self.ticket_page("2026-11-24 12:00", ticket))

    def test_solved_work_closes_by_itself_after_five_days(self) -> None:
        ticket = self.post("2026-11-23 09:00")
        self.answer("2026-11-23 10:00", ticket, 3)
        self.assertEqual(self.balance("2026-11-28 09:59"), (9, 1, 0))
        self.assertEqual(self.balance("2026-11-28 10:00"), (9, 0, 1))

    def test_a_duplicate_gives_back_what_was_held(self) -> None:
        ticket = self.post("2026-11-23 09:00")
        self.answer("2026-11-23 10:00", ticket)
        self.answer("2026-11-23 11:00", ticket, 5)
        self.assertEqual(self.balance("2026-11-23 11:00"), (10, 0, 0))

    def test_an_empty_package_refuses_and_says_by_how_much_to_top_up(self) -> None:
        poor = Client.objects.create(name="Bare", domain="bare.example")
        ticket = self.post("2026-11-23 09:00", sender="bo@bare.example")
        self.answer("2026-11-23 10:00", ticket)
        page = self.ticket_page("2026-11-23 10:00", ticket)
        self.assertIn("1 credit asked, 0 credits available", page)
        self.assertIn("Instead: top up by 1 credit", page)
        self.assertIn("Nothing is left", self.page("2026-11-23 10:00", f"/promises/{poor.pk}/"))

    def test_the_balance_page_tells_all_of_it(self) -> None:
        ticket = self.post("2026-11-20 17:30", "Change the logo")
        self.answer("2026-11-23 10:00", ticket)
        done = self.post("2026-11-03 09:00", "Add a field")
        self.answer("2026-11-23 10:30", done, 4)
        page = self.balance_page("2026-11-23 11:00")
        for text in (
            "Acme Package of tasks, as of Mon 23 Nov 2026 11:00. All times are those of Europe/Kyiv.",
            "8 available 1 held for tasks 1 used 0 burnt",
            "8 of 10 tasks left, 1 held until Sun 31 Jan 2027 09:00",
            "Change the logo a simple task Mon 23 Nov 2026 16:30 running 5 h 30 min left 1 task of the package is held",
            "Add a field a simple task Tue 3 Nov 2026 17:00 breached",
            "1 task taken from the package",
            "Mon 2 Nov 2026 09:00 package bought +10 10",
            f"Mon 23 Nov 2026 10:00 held for #{ticket.pk} -1 9",
        ):
            self.assertIn(text, page)

    def test_what_burns_soon_is_told_and_what_has_burnt_is_a_line(self) -> None:
        self.assertIn("burn soon: Sun 31 Jan 2027 09:00", self.balance_page("2027-01-20 09:00"))
        page = self.balance_page("2027-02-01 09:00")
        self.assertIn("0 available 0 held for tasks 0 used 10 burnt", page)
        self.assertIn("Sun 31 Jan 2027 09:00 burnt -10 0", page)

    def test_the_page_is_for_the_staff_and_for_the_client_itself(self) -> None:
        self.assertIn("10 available", self.balance_page("2026-11-23 11:00", self.ann))
        address = f"/promises/{self.acme.pk}/"
        self.client.force_login(self.stranger)
        self.assertEqual(self.client.get(address).status_code, 403)
        self.client.logout()
        self.assertEqual(self.client.get(address).status_code, 302)

    def test_a_title_is_text_and_no_markup(self) -> None:
        self.post("2026-11-23 09:00", "<script>alert(1)</script>")
        self.client.force_login(self.staff)
        with on("2026-11-23 10:00"):
            answer = self.client.get(f"/promises/{self.acme.pk}/")
        self.assertContains(answer, "&lt;script&gt;alert(1)&lt;/script&gt;")


class TheJournal(Desk):
    """Facts are added once, kept as JSON, and make the same account again."""

    def test_saving_again_adds_nothing(self) -> None:
        ticket = self.post("2026-11-23 09:00")
        followup = self.answer("2026-11-23 10:00", ticket, 3)
        count = StoredFact.objects.count()
        with on("2026-11-23 11:00"):
            ticket.save()
            followup.save()
        self.assertEqual(StoredFact.objects.count(), count)

    def test_what_is_edited_later_rewrites_no_history(self) -> None:
        ticket = self.post("2026-11-23 09:00")
        followup = self.answer("2026-11-23 10:00", ticket, 3)
        with on("2026-11-25 10:00"):
            followup.date = when("2026-11-24 10:00")
            followup.save()
        fact = StoredFact.objects.get(kind="solved")
        self.assertEqual((fact.at, fact.recorded_at), (when("2026-11-23 10:00"), when("2026-11-23 10:00")))

    def test_every_kind_of_fact_survives_its_json(self) -> None:
        ticket = self.post("2026-11-23 09:00")
        self.answer("2026-11-23 10:00", ticket, minutes=20)
        with on("2026-11-23 11:00"):
            ticket.on_hold = True
            ticket.save()
        with on("2026-11-23 12:00"):
            ticket.on_hold = False
            ticket.save()
        for hour, status in ((13, 3), (14, 2), (15, 3), (16, 4)):
            self.answer(f"2026-11-23 {hour}:00", ticket, status)
        self.answer("2026-11-24 10:00", self.post("2026-11-24 09:00"), 5)
        rows = list(self.acme.facts.all())
        kinds = {row.kind for row in rows}
        self.assertEqual(kinds, {"bought", "calendar", "posted", "worked", *codec.EVENTS})
        for row in rows:
            fact = codec.unpacked(row.kind, row.fact_id, row.at, row.recorded_at, row.data)
            if row.kind != "calendar":
                self.assertEqual(codec.packed(fact), (row.kind, row.data))
        self.assertEqual(journal.account_of(self.acme).refused(), ())

    def test_a_fact_that_is_not_in_the_table_is_an_error(self) -> None:
        with self.assertRaises(TypeError):
            codec.packed(object())

    @override_settings(HELPDESK_FOLLOWUP_TIME_SPENT_OPENING_HOURS={"sunday": ("nine", 18)})
    def test_settings_that_cannot_be_read_are_an_error_with_their_place(self) -> None:
        with self.assertRaisesRegex(ValueError, r"OPENING_HOURS\.sunday\[0\]: 'nine'"):
            codec.calendar(journal.snapshot())

    def test_facts_are_read_only_in_the_admin(self) -> None:
        self.client.force_login(self.staff)
        fact = StoredFact.objects.first()
        self.assertEqual(self.client.get("/admin/helpdesk_promises/storedfact/").status_code, 200)
        self.assertEqual(self.client.get("/admin/helpdesk_promises/storedfact/add/").status_code, 403)
        self.assertEqual(self.client.post(f"/admin/helpdesk_promises/storedfact/{fact.pk}/delete/").status_code, 403)

    def test_a_purchase_of_nothing_is_no_purchase(self) -> None:
        with self.assertRaises(ValidationError):
            Purchase(client=self.acme, tasks=0).full_clean()
        with on("2026-11-23 09:00"):
            Purchase.objects.create(client=self.acme, tasks=9, bought_at=timezone.now())  # fewer than a package has
        self.assertEqual(journal.account_of(self.acme).balance(when("2026-11-23 10:00")).available, CREDIT.of(10))

    def test_the_demo_fills_a_desk(self) -> None:
        get_user_model().objects.exclude(pk=self.staff.pk).delete()
        Client.objects.all().delete()
        with mock.patch("sys.stdout"), on("2026-11-26 12:00"):
            call_command("demo")
            call_command("demo")
        page = self.page("2026-11-26 12:00", f"/promises/{Client.objects.get().pk}/")
        self.assertIn("The report does not open", page)
        self.assertIn("not taken", page)

    def test_who_signs_in_at_the_front_door_arrives(self) -> None:
        for user in (self.staff, self.ann):
            user.set_password("open sesame")
            user.save()
            self.assertEqual(self.client.get("/", follow=True).redirect_chain, [("/login/", 302)])
            answer = self.client.post("/login/", {"username": user.username, "password": "open sesame"}, follow=True)
            self.assertEqual((answer.status_code, answer.context["user"]), (200, user))
            self.client.logout()
