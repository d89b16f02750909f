"""The answer bot: residents ask in their own words, on the web; editors look after what it answers."""

from portal.service import MenuItem, Service
from portal.words import N_
from services.chat import workers
from services.chat.actions import line_friends, line_menu, reach
from services.chat.cli import groups
from services.chat.routes import asked, blueprint, linking

service = Service(
    name="chat",
    blueprint=blueprint,
    menu=(MenuItem("chat.index", N_("質問する"), order=5, asks=True),),
    staff_menu=(
        MenuItem("chat.knowledge", N_("答えの管理"), order=60, roles=frozenset({reach.EDIT})),
        MenuItem("chat.note", N_("電話で聞かれたこと"), order=61, roles=frozenset({asked.NOTE})),
        MenuItem(
            "chat.garbage_forecast", N_("ごみの日のお知らせ"), order=63, roles=frozenset({reach.FIGURES})
        ),
        MenuItem("chat.figures", N_("解決率"), order=62, roles=frozenset({reach.FIGURES})),
    ),
    my_pages=linking.my_pages,
    on={"resident.erased": line_friends.forget, "disaster.switched": line_menu.hear_switched},
    fires=frozenset({"line.sent"}),
    senders=workers.SENDERS,
    paces=workers.PACES,
    workers=workers.WORKERS,
    cli=groups,
)
