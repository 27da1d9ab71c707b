"""Uploads wait in a folder of their process, and go with it."""

from pathlib import Path

from cryptotracker.entrypoints.uploads_folder import uploads_folder


def test_a_folder_goes_with_its_process(tmp_path: Path) -> None:
    with uploads_folder(tmp_path) as folder:
        (folder / "upload").touch()

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / "uploads-left"
    left.mkdir()
    (left / "upload").touch()
    (tmp_path / "files").mkdir()

    with uploads_folder(tmp_path) as folder:
        names = {each.name for each in tmp_path.iterdir()}

    assert names == {"files", folder.name}


def test_the_folder_of_another_process_stays(tmp_path: Path) -> None:
    with uploads_folder(tmp_path) as first, uploads_folder(tmp_path) as second:
        assert first.is_dir()
        assert second.is_dir()
