"""The attack on 川崎's booking system in 2020, replayed: strangers guess at accounts, and no owner is shut out."""

from services.accounts.actions import sample
from tests.services.accounts.authenticator import Authenticator
from tests.services.accounts.test_passkeys import add_passkey, use_passkey
from tests.services.accounts.town import Town
from tests.services.accounts.visit import Visit


def hammer(town: Town, number: str, tries: int, networks: int) -> list[int]:
    """Wrong passwords from many networks, each a new browser; says what each was answered."""
    answers = []
    for index in range(tries):
        stranger = town.visit(f"198.51.{index % networks // 250}.{index % networks % 250 + 1}")
        answers.append(stranger.fill("/staff/sign-in", number=number, password=f"wrong password {index}"))
    return answers


def known(town: Town, number: str, network: str = "203.0.113.5") -> Visit:
    """The owner's own PC, where they signed in before and out again."""
    owner = town.sign_in(town.visit(network), number)
    owner.open("/staff/own")
    owner.send("/staff/sign-out")
    return owner


def comes_in(town: Town, owner: Visit, number: str) -> None:
    """The owner signs in at this very moment, without a minute passing that would give anybody a try back."""
    assert owner.fill("/staff/sign-in", number=number, password=sample.PASSWORD) == 303, owner.page
    owner.follow()
    assert owner.send("/staff/second", code=town.code(number, ahead=1)) == 303, owner.page
    assert owner.open("/staff/own") == 200


def test_an_owner_on_a_known_device_goes_in_in_the_middle_of_the_attack(town: Town) -> None:
    town.sample_staff()
    owners = {number: known(town, number) for number in ("1001", "1002", "1003")}

    for number in owners:
        answers = hammer(town, number, tries=60, networks=40)
        assert answers[-20:] == [429] * 20

    for number, owner in owners.items():
        comes_in(town, owner, number)


def test_a_stranger_in_the_same_office_slows_no_known_device_down(town: Town) -> None:
    town.sample_staff()
    owner = known(town, "1001", network="203.0.113.5")

    hammer_here = [
        town.visit("203.0.113.5").fill("/staff/sign-in", number="1001", password="wrong") for _ in range(80)
    ]

    assert hammer_here[-1] == 429
    comes_in(town, owner, "1001")


def test_an_owner_on_a_new_device_goes_in_by_mail(town: Town) -> None:
    town.sample_staff()
    hammer(town, "1001", tries=60, networks=60)
    owner = town.visit("192.0.2.9")

    refused = owner.fill("/staff/sign-in", number="1001", password=sample.PASSWORD)
    assert refused == 429
    assert "/staff/device" in owner.page
    assert owner.fill("/staff/device", number="1001") == 200
    link = town.links("1001@staff")[-1]
    assert owner.fill(link) == 303

    comes_in(town, owner, "1001")


def test_an_owner_with_a_passkey_goes_in_from_anywhere(town: Town) -> None:
    town.sample_staff()
    key = Authenticator()
    add_passkey(town, town.sign_in(town.visit(), "1001"), key)
    hammer(town, "1001", tries=60, networks=60)

    abroad = town.visit("192.0.2.77")

    assert use_passkey(abroad, key) == 303
    assert abroad.open("/staff/own") == 200


def test_what_an_attacker_can_guess_is_bounded_however_many_networks_they_have(town: Town) -> None:
    town.sample_staff()

    looked_at = hammer(town, "1001", tries=100, networks=100).count(401)
    afterwards = []
    for minute in range(20):
        town.clock.forward(minutes=1)
        afterwards += hammer(town, "1001", tries=2, networks=2 + minute)

    assert looked_at == 30
    assert afterwards.count(401) == 20


def test_numbers_that_do_not_exist_are_answered_as_those_that_do(town: Town) -> None:
    town.sample_staff()

    there, not_there = (hammer(town, number, tries=40, networks=40) for number in ("1001", "7777"))

    assert there == not_there


def test_the_attack_leaves_no_mail_and_no_session(town: Town) -> None:
    town.sample_staff()

    hammer(town, "1001", tries=40, networks=40)

    assert town.links("1001@staff") == []


def test_mail_links_cannot_be_used_to_shut_a_resident_out(town: Town) -> None:
    for index in range(60):
        stranger = town.visit(f"198.51.100.{index + 1}")
        assert stranger.fill("/me/sign-in", mail="hanako@mail.example") == 303
    links = town.links("hanako@mail.example")

    owner = town.visit("203.0.113.200")
    assert owner.fill("/me/sign-in", mail="hanako@mail.example") == 303

    assert 1 <= len(links) <= 4
    assert owner.fill(links[-1]) == 303
    assert owner.open("/me") == 200


def test_links_are_never_refused_for_longer_than_an_earlier_one_lives(town: Town) -> None:
    newest = None
    for minute in range(30):
        for index in range(2):
            town.visit(f"198.51.100.{index + 1}").fill("/me/sign-in", mail="hanako@mail.example")
        links = town.links("hanako@mail.example")
        if newest is None or links[-1] != newest[0]:
            newest = (links[-1], minute)
        assert minute - newest[1] <= 5
        town.clock.forward(minutes=1)


def test_one_network_that_asks_for_hundreds_of_links_is_told_to_wait(town: Town) -> None:
    answers = [
        town.visit("198.51.100.1").fill("/me/sign-in", mail=f"person{index}@mail.example")
        for index in range(60)
    ]

    assert answers[:40] == [303] * 40
    assert answers[-1] == 429
