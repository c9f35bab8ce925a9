"""/sw.js: what a phone's own small server is made of, and how it comes to the phone."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from familyapp.app import make_app
from familyapp.database import Database
from familyapp.settings import HERE, Settings
from familyapp.web.offline.short_names import shortened
from familyapp.web.offline.worker_script import IN_ORDER, SHELL, TOLD, together
from tests.support.house import House
from tests.support.server import Server

WORKER = HERE / "service_worker"
RENAMED = Path(__file__).parent / "renamed_program.js"
KB = 1000


def told(script: str, name: str) -> Any:
    """The value of one of the constants that the server writes at the head of the script."""
    found = re.search(rf"const {name}=(.*?);(?:const|\n|$)", script)
    assert found, name
    return json.loads(found[1])


def house_with(sqlite_url: str, house_settings: Settings, **changed: object) -> House:
    return House(Database(sqlite_url), house_settings.model_copy(update=changed))


def test_nobody_needs_to_be_signed_in_for_it(small_house: House) -> None:
    nobody, mum = small_house.stranger_to_all(), small_house.visit(small_house.cast.mum)
    answer = nobody.get("/sw.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "set-cookie" not in answer.headers
    assert mum.get("/sw.js").content == answer.content


def test_who_holds_it_is_told_that_nothing_has_changed(small_house: House) -> None:
    nobody = small_house.stranger_to_all()
    mark = nobody.get("/sw.js").headers["etag"]
    for held in (mark, f"W/{mark}", f'"another", {mark}', "*"):
        answer = nobody.get("/sw.js", **{"if-none-match": held})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == mark
        assert answer.headers["cache-control"] == "no-cache"
    for held in ('"another"', "", mark.strip('"')):
        assert nobody.get("/sw.js", **{"if-none-match": held}).status_code == 200


def test_it_weighs_less_than_8_kilobytes_on_the_wire(shared_demo: Server) -> None:
    pytest.importorskip("rjsmin")
    with httpx.Client(base_url=shared_demo.address, trust_env=False) as client:
        packed = client.send(client.build_request("GET", "/sw.js"), stream=True)
        raw = b"".join(packed.iter_raw())
        plain = client.get("/sw.js", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert 1 * KB < len(raw) <= 8 * KB
    assert len(plain.content) > 2 * len(raw)


def test_it_is_a_script_that_runs(small_house: House, tmp_path: Path) -> None:
    script = tmp_path / "sw.js"
    script.write_bytes(small_house.stranger_to_all().get("/sw.js").content)
    done = subprocess.run(["node", "--check", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def renamed(one: str, other: str, folder: Path) -> int | None:
    """How many variables have another name in an otherwise same program; None when it is another program."""
    names = [folder / "one.js", folder / "other.js"]
    for name, script in zip(names, (one, other), strict=True):
        name.write_text(script)
    done = subprocess.run(
        ["node", RENAMED, *names], cwd=HERE, capture_output=True, text=True, check=False, timeout=60
    )
    return None if done.returncode else int(done.stdout)


def test_it_is_every_part_in_order_after_what_it_is_told_with_shorter_names(
    small_house: House, tmp_path: Path
) -> None:
    pytest.importorskip("rjsmin")
    script = small_house.stranger_to_all().get("/sw.js").text
    assert script.startswith('const BUILD="')
    written = together(WORKER, {name: told(script, name) for name in TOLD})
    assert (renamed(written, script, tmp_path) or 0) > 100


def test_this_proof_sees_a_name_that_is_taken_and_a_key_that_has_changed(tmp_path: Path) -> None:
    written = "const one = 1; const other = { one: 2 }; one + other.one + away;"
    assert renamed(written, written, tmp_path) == 0
    assert renamed(written, "const a = 1; const b = { one: 2 }; a + b.one + away;", tmp_path) == 2
    for wrong in (
        "const a = 1; const a = { one: 2 }; a + a.one + away;",
        "const a = 1; const b = { a: 2 }; a + b.a + away;",
        "const a = 1; const b = { one: 2 }; a + b.one + c;",
        "const a = 1; const b = { one: 2 }; b + a.one + away;",
    ):
        assert renamed(written, wrong, tmp_path) is None


def test_names_in_texts_patterns_and_things_are_left_alone() -> None:
    script = 'const word=1,text="word";let found=/word[/]word/.exec(`${word} word`);f({word:found,found});x.word=word;'
    short = shortened(script, keep=())
    assert short == script
    loose = 'const word=1;const text="word";f(/word[/]word/,`${word} word`,x.word,x?.word,{...word});'
    assert shortened(loose, keep=()) == (
        'const a=1;const b="word";f(/word[/]word/,`${a} word`,x.word,x?.word,{...a});'
    )
    assert shortened(loose, keep=("word",)).startswith("const word=1;const a=")


def test_there_is_no_part_that_nobody_sends() -> None:
    assert {path.name for path in WORKER.glob("*.js")} == {*IN_ORDER, "step_aside.js"}


def test_what_is_brought_beforehand_is_there_and_for_ever(small_house: House) -> None:
    nobody = small_house.stranger_to_all()
    addresses = told(nobody.get("/sw.js").text, "PRECACHE")
    for address in addresses:
        answer = nobody.get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["cache-control"], address
    linked: set[str] = set()
    for page in ("/sign-in", "/worried"):
        text = nobody.get(page).text
        linked |= {*re.findall(r'(?:src|href)="(/static/[^"]+\.(?:css|js|svg))"', text)}
    assert len(linked) >= 5
    assert linked <= set(addresses)


def test_the_shell_holds_nobodys_words_and_is_there(small_house: House) -> None:
    nobody = small_house.stranger_to_all()
    shell = told(nobody.get("/sw.js").text, "SHELL")
    assert shell == list(SHELL)
    assert {path: nobody.get(path).status_code for path in shell} == dict.fromkeys(shell, 200)


def test_it_knows_which_forms_wait_on_a_phone(small_house: House) -> None:
    patterns = told(small_house.stranger_to_all().get("/sw.js").text, "OUTBOX")
    family = f"/families/{uuid4()}"

    def waits(path: str) -> bool:
        return any(re.search(pattern, path) for pattern in patterns)

    assert waits(f"{family}/plan/strengths/add")
    assert waits(f"{family}/words/{uuid4()}/change")
    for path in (
        f"{family}/plan/strengths",
        f"{family}/words/{uuid4()}/take-back",
        f"{family}/words/{uuid4()}/change/more",
        f"/elsewhere{family}/plan/strengths/add",
        f"{family}/circle/invite",
        "/sign-out",
    ):
        assert not waits(path), path


def test_switched_off_it_is_the_script_that_steps_aside(sqlite_url: str, house_settings: Settings) -> None:
    house = house_with(sqlite_url, house_settings, offline=False)
    script = house.stranger_to_all().get("/sw.js").text
    assert "skipWaiting" in script
    assert "caches.delete" in script
    for word in ("fetch", "indexedDB", "postMessage", "BUILD"):
        assert word not in script, word


def test_another_folder_serves_another_worker(
    sqlite_url: str, house_settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "service_worker"
    shutil.copytree(WORKER, folder)
    (folder / "push.js").write_text('throw new Error("this worker is broken");\n')
    house = house_with(sqlite_url, house_settings, worker_folder=folder)
    assert "this worker is broken" in house.stranger_to_all().get("/sw.js").text


@pytest.mark.parametrize("name", ["reading.js", "step_aside.js"])
def test_a_part_that_is_missing_stops_the_start_and_says_so(
    name: str, sqlite_url: str, house_settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "service_worker"
    shutil.copytree(WORKER, folder)
    (folder / name).unlink()
    changed = {"worker_folder": folder, "offline": name != "step_aside.js"}
    with pytest.raises(SystemExit, match=rf"{name}.*cannot be read.*FAMILYAPP_WORKER_FOLDER"):
        make_app(house_settings.model_copy(update=changed), Database(sqlite_url))
