//! Where output goes with `-o`: a file keeps its mode, a link stays a link, a pipe stays a pipe.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

fn check(folder: &Path, output: &str) -> Output {
    let report = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/clean/yunhe-jiaoyu-2024.md");
    let mut command = Command::cargo_bin("gouji").expect("built");
    command.current_dir(folder).args(["check", report, "--format", "json", "-o", output]).output().expect("runs")
}

fn is_json(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).is_ok())
}

#[test]
fn a_file_that_is_there_keeps_its_mode() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("secret.json");
    fs::write(&path, "old").expect("writes");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("is ours");
    assert!(check(folder.path(), "secret.json").status.success());
    assert!(is_json(&path));
    assert_eq!(fs::metadata(&path).expect("is there").permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_link_stays_one_and_its_file_is_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("real")).expect("writes");
    for (link, there) in [("link", true), ("new", false)] {
        let target = folder.path().join("real").join(link);
        if there {
            fs::write(&target, "old").expect("writes");
        }
        symlink(Path::new("real").join(link), folder.path().join(link)).expect("links");
        assert!(check(folder.path(), link).status.success());
        assert!(fs::symlink_metadata(folder.path().join(link)).expect("is there").is_symlink());
        assert!(is_json(&target), "{link}");
    }
}

#[test]
fn a_pipe_is_written_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read(pipe).expect("reads")
    });
    assert!(check(folder.path(), "pipe").status.success());
    let bytes = reader.join().expect("reads to the end");
    assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
    assert!(fs::metadata(&pipe).expect("is there").file_type().is_fifo());
}

#[test]
fn what_is_no_place_for_a_file_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(check(folder.path(), ".").status.code(), Some(2));
    assert_eq!(check(folder.path(), "no/such/folder.json").status.code(), Some(2));
}
