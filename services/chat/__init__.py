"""The answer bot: residents ask in their own words, on the web; editors look after what it answers."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.chat import workers
from services.chat.routes import blueprint

service = Service(
    name="chat",
    blueprint=blueprint,
    menu=(MenuItem("chat.index", N_("質問する"), order=5),),
    workers=workers.WORKERS,
)
