//! Old Word documents, of Word and WPS, by way of LibreOffice where it is installed: a child process with a profile of
//! its own in a folder that is gone afterwards, within a time limit, macros off.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use super::temporary::{Fleeting, Group, end_group};
use gouji_core::report::{self, Problem, ProblemKind};
use gouji_core::source::Looks;
use gouji_core::terms::Language;

/// How long LibreOffice may take.
const LIMIT: Duration = Duration::from_secs(60);
const NAMES: [&str; 2] = ["soffice", "libreoffice"];
/// What makes of a fresh profile one that runs no macros, asks nothing and reaches no other machine.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
    <prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
    <prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
    <prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
    <prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings">
    <prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
    <prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
    <prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
    <prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
    <prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
    <prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop>
</item>
</oor:items>
"#;
/// A proxy that nobody answers at: a document may name pictures on other machines, and is asked about by nobody.
const NOWHERE: &str = "http://127.0.0.1:9";
const PROXIES: [&str; 6] = ["http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"];

/// The document as a `.docx`.
///
/// # Errors
/// LibreOffice is not installed, takes too long, or cannot open the document.
pub fn to_docx(bytes: &[u8], name: &str, language: Language) -> Result<Vec<u8>, Problem> {
    if ![b"\xd0\xcf\x11\xe0".as_slice(), b"{\\rtf"].iter().any(|magic| bytes.starts_with(magic)) {
        // LibreOffice would take anything for text.
        return Err(report::binary(Looks::of(bytes).unwrap_or(Looks::Unknown), language));
    }
    let Some(program) = program() else { return Err(Problem::new(ProblemKind::NeedsWord, language)) };
    let failed = |e: &dyn std::fmt::Display| Problem::with(ProblemKind::NeedsWord, language, e);
    let folder = Fleeting::folder().map_err(|e| failed(&e))?;
    convert(&program, folder.path(), bytes, name).map_err(|e| failed(&e))
}

fn convert(program: &Path, folder: &Path, bytes: &[u8], name: &str) -> io::Result<Vec<u8>> {
    let ending = if name.to_ascii_lowercase().ends_with(".wps") { "wps" } else { "doc" };
    let input = folder.join(format!("input.{ending}"));
    fs::write(&input, bytes)?;
    let user = folder.join("profile").join("user");
    fs::create_dir_all(&user)?;
    fs::write(user.join("registrymodifications.xcu"), PROFILE)?;
    let out = folder.join("out");
    let profile = folder.join("profile").to_string_lossy().replace('\\', "/");
    let slash = if profile.starts_with('/') { "" } else { "/" };
    let mut command = Command::new(program);
    // A group of its own, since what is called soffice is a script that starts others.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.envs(PROXIES.map(|name| (name, NOWHERE))).env_remove("no_proxy").env_remove("NO_PROXY");
    let child = command
        .arg(format!("-env:UserInstallation=file://{slash}{}", profile.replace(' ', "%20")))
        .args([
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nologo",
            "--convert-to",
            "docx",
            "--outdir",
        ])
        .arg(&out)
        .arg(&input)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let group = Group::of(child.id());
    let ended = wait(child);
    drop(group);
    ended?;
    fs::read(out.join("input.docx")).map_err(|_| io::Error::other("LibreOffice"))
}

/// Waits for the process, and ends it when its time is up.
fn wait(mut child: Child) -> io::Result<()> {
    let since = Instant::now();
    loop {
        if child.try_wait()?.is_some() {
            return Ok(());
        }
        if since.elapsed() > LIMIT {
            end(&mut child)?;
            child.wait()?;
            return Err(io::Error::from(io::ErrorKind::TimedOut));
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Ends the process and those that it started.
fn end(child: &mut Child) -> io::Result<()> {
    let group = end_group(child.id());
    child.kill().and(group)
}

/// LibreOffice, where it is on the path or where its installer puts it.
fn program() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let usual = ["C:\\Program Files\\LibreOffice\\program", "/Applications/LibreOffice.app/Contents/MacOS"];
    let folders = env::split_paths(&path).chain(usual.into_iter().map(PathBuf::from));
    let suffix = env::consts::EXE_SUFFIX;
    folders
        .flat_map(|folder| NAMES.map(|name| folder.join(format!("{name}{suffix}"))))
        .find(|candidate| candidate.is_absolute() && candidate.is_file())
}
