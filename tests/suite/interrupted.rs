//! A program that is ended leaves nothing half written behind, and ends as the signal would have it.

#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Names below a folder, hidden ones too.
fn names(folder: &Path) -> Vec<String> {
    let mut all: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    all.sort();
    all
}

/// Waits until something holds, which it must within some seconds.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < Duration::from_secs(20), "{what}");
        sleep(Duration::from_millis(10));
    }
}

fn send(signal: &str, child: &Child) {
    let status = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill");
    assert!(status.success());
}

/// The program at work on standard input, which does not end, with an output that has begun.
fn at_work(folder: &Path, before: &str, output: &str) -> Child {
    let line = format!("{before} exec \"$1\" check --format json --stdin-filename a.md - -o \"$2\"");
    let mut sh = Command::new("sh");
    sh.current_dir(folder).args(["-c", &line, "sh"]).arg(assert_cmd::cargo::cargo_bin("gouji")).arg(output);
    let mut child = sh.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("runs");
    child.stdin.as_mut().expect("a pipe").write_all(b"# ").expect("written");
    let parent = folder.join(output).parent().expect("a folder").to_owned();
    until("a temporary file", || names(&parent).iter().any(|n| n.starts_with(".gouji-")));
    child
}

/// Whether signals of this number are ignored here, and so by whatever is started from here.
fn is_ignored(number: u32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask =
        status.lines().find_map(|l| l.strip_prefix("SigIgn:")).and_then(|m| u64::from_str_radix(m.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (number - 1) & 1 == 1)
}

fn ended(mut child: Child) -> ExitStatus {
    // Held open to the end: the program waits for more to read.
    let stdin = child.stdin.take();
    let status = child.wait().expect("ends");
    drop(stdin);
    status
}

#[test]
fn a_signal_leaves_no_temporary_file() {
    for (signal, number) in [("-TERM", 15), ("-INT", 2), ("-HUP", 1)] {
        if is_ignored(number) {
            eprintln!("left out: signal {number} is ignored where this test runs");
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("结 果")).expect("a folder");
        fs::write(folder.path().join("结 果/-out.json"), "before").expect("writes");
        let child = at_work(folder.path(), "", "结 果/-out.json");
        send(signal, &child);
        let status = ended(child);
        assert_eq!(status.signal(), Some(number as i32), "{signal}: {status:?}");
        assert_eq!(names(&folder.path().join("结 果")), ["-out.json"], "{signal}");
        assert_eq!(fs::read_to_string(folder.path().join("结 果/-out.json")).expect("there"), "before");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_signal_that_is_to_be_ignored_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = at_work(folder.path(), "trap '' HUP;", "out.json");
    send("-HUP", &child);
    sleep(Duration::from_millis(300));
    assert!(child.try_wait().expect("is there").is_none(), "nohup is to outlast its terminal");
    drop(child.stdin.take());
    assert_eq!(child.wait().expect("ends").code(), Some(3), "a report of two characters is none");
    assert_eq!(names(folder.path()), ["out.json"]);
}

#[test]
fn a_conversion_ends_with_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    for name in ["bin", "tmp"] {
        fs::create_dir(here.join(name)).expect("a folder");
    }
    // A word processor that never ends, behind a script as the real one is.
    let office = "#!/bin/sh\nsleep 300 &\necho $! > \"$HERE/sleeper\"\nwait\n";
    fs::write(here.join("bin/soffice"), office).expect("writes");
    fs::set_permissions(here.join("bin/soffice"), fs::Permissions::from_mode(0o755)).expect("is ours");
    fs::write(here.join("old.doc"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old").expect("writes");
    let path = format!("{}:{}", here.join("bin").display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("gouji"));
    command
        .current_dir(here)
        .args(["check", "old.doc"])
        .env("PATH", path)
        .env("TMPDIR", here.join("tmp"))
        .env("HERE", here);
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("runs");
    until("the word processor", || fs::read_to_string(here.join("sleeper")).is_ok_and(|id| id.ends_with('\n')));
    assert_eq!(names(&here.join("tmp")).len(), 1);
    send("-TERM", &child);
    assert_eq!(ended(child).signal(), Some(15));
    assert!(names(&here.join("tmp")).is_empty(), "{:?}", names(&here.join("tmp")));
    let sleeper = fs::read_to_string(here.join("sleeper")).expect("its number");
    let runs = || {
        let mut kill = Command::new("kill");
        kill.args(["-0", sleeper.trim()]).stderr(Stdio::null()).status().expect("kill").success()
            // One that has ended and that nobody has asked about is still listed.
            && !fs::read_to_string(format!("/proc/{}/stat", sleeper.trim())).is_ok_and(|s| s.contains(") Z "))
    };
    until("the processes of the word processor are gone", || !runs());
}
