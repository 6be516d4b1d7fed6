"""Faults are found before anything is started."""

from __future__ import annotations

import io
import shutil
import socket
import sys
from collections import namedtuple
from pathlib import Path

import pytest
from rich.console import Console

from bot import doctor
from bot.settings import Settings
from bot.user_error import UserError
from knowledge import SetEntry, entry_digest, stage
from knowledge.retrieval import encoder
from tests.knowledge.entries.overlays import entry_of, upgrade
from tests.running import free_ports


def settings(tmp_path: Path, **values: object) -> Settings:
    web, dialogue, actions, knowledge = free_ports(4)
    ports = {"port": web, "dialogue_port": dialogue, "actions_port": actions, "knowledge_port": knowledge}
    return Settings(**{**ports, "data": tmp_path, **values})  # type: ignore[arg-type]


def test_free_ports_pass(tmp_path: Path) -> None:
    doctor.check_ports(settings(tmp_path))


def test_a_busy_port_names_its_setting(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        with pytest.raises(UserError, match=f"port {port} .* set BOT_ACTIONS_PORT"):
            doctor.check_ports(settings(tmp_path, actions_port=port))


def test_two_processes_cannot_share_a_port(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    with pytest.raises(UserError, match=r"the same port"):
        doctor.check_ports(settings(tmp_path, port=port, actions_port=port))


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1, 1, 2**20))
    with pytest.raises(UserError, match=r"1 MB free, .* make room"):
        doctor.check_disk(settings(tmp_path))


def test_a_data_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match=r"set BOT_DATA"):
        doctor.check_disk(settings(tmp_path, data=tmp_path / "file" / "below"))


def test_the_dialogue_environment_must_be_python_3_10(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"does not run .*make setup"):
        doctor.check_dialogue_environment(settings(tmp_path, dialogue_python=tmp_path / "none"))
    with pytest.raises(UserError, match=r"Rasa needs 3\.10"):
        doctor.check_dialogue_environment(settings(tmp_path, dialogue_python=Path(sys.executable)))


def test_weights_with_another_checksum_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    with pytest.raises(encoder.EncoderError, match=r"checksum .*make setup"):
        encoder.check_weights(tmp_path)
    with pytest.raises(encoder.EncoderError, match=r"cannot be read"):
        encoder.check_weights(tmp_path / "none")


def test_the_installed_weights_are_the_publishers() -> None:
    encoder.check_weights(encoder.weights_folder())


def test_the_report_shows_every_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = doctor.report(settings(tmp_path, content=tmp_path / "none"), Console(width=200, no_color=True))
    output = capsys.readouterr().out
    assert status == 1
    assert "good   ports" in output
    assert "good   weights" in output
    assert "fault  content" in output
    assert "none/sources.yml" in output


def report(chosen: Settings, capsys: pytest.CaptureFixture[str]) -> str:
    doctor.report(chosen, Console(width=200, no_color=True))
    return capsys.readouterr().out


def test_an_edited_entry_whose_shipped_text_changed_is_a_notice_and_no_fault(
    tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = settings(tmp_path, data=tmp_path / "data", content=content)
    seen = entry_of(content, "who-signs")
    changed = SetEntry(
        area="small", entry=seen.model_copy(update={"question": "Whose pen?"}), based_on=entry_digest(seen)
    )
    stage(content, tmp_path / "none", [changed], chosen.overlay_folder)
    assert "notice" not in report(chosen, capsys)
    upgrade(content, "The chief signs.", "The sheriff signs.")
    output = report(chosen, capsys)
    assert "good   content" in output
    assert "notice content: the shipped entry who-signs changed since the agency edited it" in output


def test_a_fault_in_the_agencys_own_files_is_said(
    tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = settings(tmp_path, data=tmp_path / "data", content=content)
    chosen.overlay_folder.mkdir(parents=True)
    (chosen.overlay_folder / "phrasings.yml").write_text("gone: [at all]\n")
    output = report(chosen, capsys)
    assert "fault  content" in output
    assert "phrasings.yml:1: there is no entry gone" in output


def test_the_model_is_not_known_while_its_files_have_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.dialogue_model.ROOT", tmp_path)
    (tmp_path / "requirements.txt").touch()
    (tmp_path / "config.yml").write_text("pipeline: [")
    out = io.StringIO()
    doctor.report(settings(tmp_path), Console(file=out, width=200))
    assert "model  not known while the files that it is trained from have faults" in out.getvalue()
