"""Draw the mail: letters and answers, copies, group threads, drafts, lists and what machines send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

from pipelines.demo.export_files import Mail, Party
from tests.benchmarks.world.cast import AS_OF, Person
from tests.benchmarks.world.chronicle import Chronicle

TOPICS = (
    "Roadmap",
    "Größe der Stichprobe",
    "Budget",
    "Café am Montag",
    "Quarterly review",
    "Notes",
    "Відгук",
    "提案",
    "Lunch",
)
ZONES = (UTC, timezone(timedelta(hours=1)), timezone(timedelta(hours=-5)), timezone(timedelta(hours=5, minutes=30)))
BODY = "A few lines.\nFrom here on nothing matters.\n"
BULK = "List-Unsubscribe: <https://mail.invalid/u>"
AUTO = "Auto-Submitted: auto-generated"


def write_letter(told: Chronicle, person: Person, at: datetime) -> None:
    """Let the owner and a person exchange a message, now and then with others in copy."""
    theirs = told.party(person, at.date())
    if theirs is None:
        return
    mine = told.owner_party(person, at.date())
    is_outbound = told.draw.random() < 0.5
    copied = _others(told, person, at, told.draw.choices((0, 1, 2, 3), (85, 6, 5, 4))[0])
    earlier = _thread(told, person)
    labels = "Sent" if is_outbound else told.draw.choice(("Inbox,Important", "Inbox", "Archived", "Inbox,Opened"))
    sender, to = (mine, theirs) if is_outbound else (theirs, mine)
    subject = earlier[1] if earlier else told.draw.choice(TOPICS)
    answers = (*earlier[0].answers[-4:], earlier[0].key) if earlier else ()
    mail = _mail(told, at, sender, [to], [party for _, party in copied], subject, answers, labels)
    told.threads[id(person)] = mail
    told.contact(person, at, "email")
    if is_outbound:
        for other, _ in copied:
            told.contact(other, at, "email")


def write_group_thread(told: Chronicle, at: datetime) -> None:
    """Let somebody write to many; an answer to the sender is contact with the sender, and with nobody else."""
    members = _others(told, None, at, told.draw.randint(9, 24))
    if len(members) < 9:
        return
    (starter, sender), rest = members[0], [party for _, party in members[1:]]
    mine = told.owner_party(starter, at.date())
    first = _mail(told, at, sender, [mine, *rest[:3]], rest[3:], "Offsite: who comes?", (), "Inbox")
    if told.draw.random() < 0.4:
        later = at + timedelta(hours=3)
        _mail(told, later, mine, [sender, *rest[:3]], rest[3:], "Re: Offsite: who comes?", (first.key,), "Sent")
        told.contact(starter, later, "email")


def write_in_copy(told: Chronicle, at: datetime) -> None:
    """Let a person write to another with the owner in copy: contact with the writer alone."""
    pair = _others(told, None, at, 2)
    if len(pair) == 2:
        mine = told.owner_party(pair[0][0], at.date())
        _mail(told, at, pair[0][1], [pair[1][1]], [mine], "For your information", (), "Inbox")
        told.contact(pair[0][0], at, "email")


def write_without_contact(told: Chronicle, person: Person, at: datetime) -> None:
    """Write what is no contact: a draft, an automatic answer, a post to a list."""
    theirs = told.party(person, at.date())
    if theirs is None:
        return
    mine = told.owner_party(person, at.date())
    kind = told.draw.choice(("draft", "away", "list"))
    if kind == "draft":
        _mail(told, at, mine, [theirs], (), "How are you?", (), "Drafts")
    elif kind == "away":
        _mail(told, at, theirs, [mine], (), "Out of office", (), "Inbox", ("Auto-Submitted: auto-replied",))
    else:
        post = ("List-Id: Data People <people.lists.invalid>", "Precedence: list")
        to = Party("Data People", "people@lists.invalid")
        told.machines.add(to.email)
        _mail(told, at, theirs, [to], (), "[people] Question", (), "Inbox,Category Forums", post)


def write_machines(told: Chronicle, count: int, first: datetime) -> None:
    """Let machines write, some of them under people's names, each at least 25 times."""
    employers = [job.company for job in told.owner.tenures]
    machines: list[tuple[str, str, Sequence[str]]] = [
        ("{} (Jira)", f"jira@{employers[0].domain}", (AUTO, "X-JIRA-FingerPrint: 1")),
        ("{} via LinkedIn", "messages-noreply@linkedin.com", (BULK,)),
        ("{} via DocuSign", "dse_eu1@docusign.net", (AUTO,)),
        ("{}", "notifications@github.com", ("List-Id: a/b <b.a.github.com>", "Precedence: list")),
        (f"{employers[-1].name} News", f"news@{employers[-1].domain}", (BULK, "Precedence: bulk")),
        ("", "no-reply@accounts.invalid", (AUTO,)),
        ("Mail Delivery Subsystem", "mailer-daemon@googlemail.com", ("Auto-Submitted: auto-replied",)),
        ("Google Calendar", "calendar-notification@google.com", (AUTO,)),
        ("Monitoring", f"alerts@monitor.{employers[-1].domain}", ()),
        ("The Long Letter", "editor@longletter.invalid", (BULK,)),
    ]
    span = (datetime(AS_OF.year, AS_OF.month, AS_OF.day, tzinfo=told.zone) - first).total_seconds()
    for number in range(max(count, 25 * len(machines))):
        name, email, headers = machines[number % len(machines)]
        at = first + timedelta(seconds=told.draw.randint(0, int(span)))
        shown = name.format(told.draw.choice(told.people).full_name)
        told.machines.add(email)
        _mail(told, at, Party(shown, email), [told.owner_party(None, at.date())], (), "Update", (), "Inbox", headers)


def write_spam(told: Chronicle, at: datetime) -> None:
    """Let a stranger write spam."""
    stranger = Party("Lucky Winner", f"win{told.draw.randint(1, 999)}@prizes.invalid")
    _mail(told, at, stranger, [told.owner_party(None, at.date())], (), "You won", (), "Spam")


def _others(told: Chronicle, person: Person | None, at: datetime, count: int) -> list[tuple[Person, Party]]:
    """Draw up to ``count`` further people who know the owner on the day and have an address."""
    known = [one for one in told.people if one is not person and one.met_on <= at.date() and one.addresses]
    drawn = told.draw.sample(known, min(count, len(known)))
    parties = [(one, told.party(one, at.date())) for one in drawn]
    return [(one, party) for one, party in parties if party]


def _thread(told: Chronicle, person: Person) -> tuple[Mail, str] | None:
    last = told.threads.get(id(person))
    if last is None or told.draw.random() < 0.5:
        return None
    return last, "Re: " + last.subject.removeprefix("Re: ")


def _mail(
    told: Chronicle,
    at: datetime,
    sender: Party,
    to: Sequence[Party],
    cc: Sequence[Party],
    subject: str,
    answers: Sequence[str],
    labels: str,
    headers: Sequence[str] = (),
) -> Mail:
    sent_at = at.astimezone(told.draw.choice(ZONES)) if told.draw.random() < 0.5 else at
    key = told.next_key(sender.email.split("@")[1])
    mail = Mail(key, sent_at, sender, to, cc, subject, answers, labels, len(told.mails), headers, BODY)
    told.mails.append(mail)
    told.tell((sender, *to, *cc))
    return mail
