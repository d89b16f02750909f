"""Cards: which way a town has of letting residents sign their answers with a card."""

from portal.pack_town import Town
from portal.sample_card import SampleCard
from portal.settings import Settings
from portal.signature import CardSignature, Trust, TrustedCards


def card_signature(settings: Settings, town: Town) -> CardSignature | None:
    """The town's way, or None; without one every way that needs a signature is closed and says so."""
    if settings.card_trust is not None:
        return TrustedCards(Trust.read(settings.card_trust))
    # A made-up card under a real city's name would be a lie.
    return SampleCard.read(settings.home) if town.kind == "sample" else None
