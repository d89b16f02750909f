"""What people said of answers, for the bot's confidence: whether what it would show first was right."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.chat.actions import minds
from services.chat.actions.counting import NO, YES
from services.chat.models import Question

# The newest so many; older ones speak of other answers.
MOST = 2000


def calibrate(session: Session, now: datetime) -> int:
    """Refit the confidence of this town; from how many votes. With few of them the general one stands."""
    wanted = select(Question.text, Question.key, Question.vote).where(
        Question.vote.in_((YES, NO)), Question.key != "", Question.text != "", Question.at <= now
    )
    voted = session.execute(wanted.order_by(Question.at.desc()).limit(MOST)).all()
    folder = minds.folder(session.info["settings"])
    if not voted or not folder.is_dir():
        return 0
    from chatbot.mind import calibration, load, version

    if len(voted) < calibration.ENOUGH or not version(folder):
        return 0
    mind = load(folder)
    chances, held = [], []
    for text, key, vote in voted:
        first, chance = mind.first(text)
        # Whoever was helped by another of the choices says as well that the first one was not right.
        if first and (key == first or vote == YES):
            chances.append(chance)
            held.append(key == first and vote == YES)
    found = calibration.fitted(chances, held)
    calibration.keep(folder, found)
    return found.votes
