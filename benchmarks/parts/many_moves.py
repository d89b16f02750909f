"""What lies around a million cases: their history, and fees that were paid; made where the cases are."""

import psycopg

# A UUIDv7 of a moment, as `portal.db.new_id` makes them, for pages turn in the order of ids.
_MAKE_ID = """
CREATE FUNCTION pg_temp.made_id(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
    || '8' || substr(md5(random()::text), 1, 15))::uuid $$
"""
_HISTORY = """
INSERT INTO case_event (id, case_id, at, kind, state, actor_kind, public)
SELECT pg_temp.made_id(arrived_at), id, arrived_at, 'arrived', 'arrived', 'resident', true FROM cases
UNION ALL
SELECT pg_temp.made_id(closed_at), id, closed_at, 'done', 'done', 'staff', true
FROM cases WHERE closed_at IS NOT NULL
"""
# The sample town owes for a few already.
_OWED = """
INSERT INTO due (id, subject_kind, subject_id, what, key, division, yen, fiscal_year, account, payable, made_at)
SELECT pg_temp.made_id(arrived_at), 'case', id, 'fee', procedure, division, 300,
    extract(year FROM arrived_at)::int, '見本の手数料', 'arrival', arrived_at
FROM cases WHERE state = ANY(%s) ORDER BY id DESC LIMIT %s ON CONFLICT DO NOTHING
"""
# Of an open case it was paid today, of all others on the day they came.
_PAID = """
INSERT INTO payment (id, due_id, move, yen, method, once_key, fiscal_year, account, paid_on, booked_on, at)
SELECT pg_temp.made_id(d.made_at), d.id, 'paid', d.yen, 'card', 'made:' || d.id, d.fiscal_year, d.account,
    booked.day, booked.day, d.made_at
FROM due d JOIN cases c ON c.id = d.subject_id, LATERAL (
    SELECT ((CASE WHEN c.closed_at IS NULL THEN now() ELSE c.arrived_at END) AT TIME ZONE 'Asia/Tokyo')::date AS day
) AS booked
WHERE d.account = '見本の手数料'
"""


def fill(url: str, payments: int, lately: int) -> None:
    """Write a history for every case, and so many payments, of which some were made today."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(_MAKE_ID)
        connection.execute(_HISTORY)
        connection.execute(_OWED, (["arrived", "accepted", "review"], lately))
        connection.execute(_OWED, (["done"], payments - lately))
        connection.execute(_PAID)
        connection.execute("VACUUM ANALYZE")
