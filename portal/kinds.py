"""What the ledger counts and by which ways requests come: closed lists of words, without a database."""

import enum


class Kind(enum.StrEnum):
    """Everything that is ever counted; a new kind is a decision of the house, so the list is closed."""

    # A procedure, from the first look to its end.
    VIEWED = "viewed"
    STARTED = "started"
    STEP = "step"
    PRINTED = "printed"
    FILED = "filed"
    ACCEPTED = "accepted"
    CORRECTION = "correction"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    DECIDED = "decided"
    COMPLETED = "completed"
    RATED = "rated"
    # Money.
    OWED = "owed"
    PAID = "paid"
    REFUNDED = "refunded"
    WAIVED = "waived"
    # The counter.
    TICKET = "ticket"
    CALLED = "called"
    SERVED = "served"
    LEFT = "left"
    PREFILLED = "prefilled"
    WAITED = "waited"
    COUNTER_MINUTES = "counter_minutes"
    TELEPHONED = "telephoned"
    # The answer bot and LINE.
    ASKED = "asked"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    VOTED = "voted"
    REPHRASED = "rephrased"
    HANDED_OVER = "handed_over"
    FOLLOWED = "followed"
    UNFOLLOWED = "unfollowed"
    PUSHED = "pushed"
    # Facilities and events.
    BOOKED = "booked"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    CHECKED_IN = "checked_in"
    DRAWN = "drawn"
    # What residents tell the town.
    REPORTED = "reported"
    OPINION = "opinion"
    # Counts made elsewhere and brought in: コンビニ交付, マイナポータル, paper tallies.
    COUNTED = "counted"


class Channel(enum.StrEnum):
    """The ways by which a request reaches the town; also closed, for a share is a share of all of them."""

    ONLINE = "online"
    LINE = "line"
    CHAT = "chat"
    # 書かない窓口: the machine fills the form in; on paper somebody writes it.
    WINDOW = "window"
    PAPER = "paper"
    POST = "post"
    TELEPHONE = "telephone"
    # What is counted elsewhere and brought in.
    KONBINI = "konbini"
    MACHINE = "machine"
    MYNA = "myna"
    PREFECTURE = "prefecture"
