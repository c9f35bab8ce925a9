"""What people's phones get is the program that we wrote, only smaller."""

import gzip
import subprocess
from pathlib import Path

import pytest

from familyapp.settings import HERE
from familyapp.web.assets import build
from familyapp.web.minified import minified_script, minified_style
from familyapp.web.offline.worker_script import IN_ORDER, STEP_ASIDE

PROOF = Path(__file__).parent / "same_program.js"
WORKER = HERE / "service_worker"
OURS = [*sorted((HERE / "static/js").glob("*.js")), *(WORKER / name for name in (*IN_ORDER, STEP_ASIDE))]
NESTED = "const words = `a ${b ? `in   ner` : 1}`;\n"


def differs(one: str, other: str, folder: Path, kind: str = "script") -> str:
    """What is different between two programs; nothing when they are the same."""
    names = [folder / "one.js", folder / "other.js"]
    for name, script in zip(names, (one, other), strict=True):
        name.write_text(script)
    done = subprocess.run(
        ["node", PROOF, kind, *names], cwd=HERE, capture_output=True, text=True, check=False, timeout=60
    )
    return done.stderr if done.returncode else ""


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_script_is_the_same_program_afterwards(path: Path, tmp_path: Path) -> None:
    script = path.read_text()
    kind = "script" if path.parent == WORKER else "module"
    assert differs(script, minified_script(script), tmp_path, kind) == ""
    assert len(minified_script(script)) < len(script) * 0.9


def test_this_proof_sees_a_changed_word_and_a_changed_order(tmp_path: Path) -> None:
    pytest.importorskip("rjsmin")
    assert "in   ner" in differs(NESTED, minified_script(NESTED), tmp_path)
    assert differs("first(); second();", "second(); first();", tmp_path)
    assert differs("return_ = 1;", "return_ =   1; // the same", tmp_path) == ""


def test_a_style_sheet_keeps_every_rule() -> None:
    style = "/* why */\n.a,\n.b > .c {\n  margin: 1px  2px; /* here */\n}\n\n@media print {\n  .d {\n  }\n}\n"
    assert minified_style(style) == ".a,\n.b > .c {\nmargin: 1px  2px;\n}\n@media print {\n.d {\n}\n}\n"


def test_what_is_built_is_small_and_what_others_wrote_is_left_alone(tmp_path: Path) -> None:
    built = build(HERE / "static", tmp_path / "static")
    style = (tmp_path / "static" / built["css/app.css"]).read_text()
    assert "/*" not in style
    assert "\n " not in style
    leave = (tmp_path / "static" / built["js/leave.js"]).read_bytes()
    assert len(gzip.compress(leave)) < len(gzip.compress((HERE / "static/js/leave.js").read_bytes())) * 0.7
    script = tmp_path / "static" / built["js/app.js"]
    assert script.read_bytes().startswith((HERE / "static/vendor/htmx.min.js").read_bytes())
    assert not any(name.startswith("vendor/") for name in built)
