"""Open data: the town's lists and counts as files, pages and an API, free for any use that names the source."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.opendata.cli import group
from services.opendata.routes import blueprint

service = Service(
    name="opendata",
    blueprint=blueprint,
    menu=(MenuItem("opendata.index", N_("オープンデータ"), order=90),),
    cli=(group,),
)
