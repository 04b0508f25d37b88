//! MHTML, the "single file web page" of Word, WPS and browsers: the page out of it. Knows nothing of what a page says.

/// Parts inside parts.
const MAX_DEPTH: usize = 8;
/// The head of a mail is no longer than this.
const HEAD: usize = 16 << 10;

/// The bytes of the first page in a web archive, its transfer encoding undone; none where it is no such archive.
pub fn page_of_archive(bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let begins = ["mime-version:", "from:", "content-type:", "snapshot-content-location:", "subject:", "date:"];
    let begins_so = |name: &&str| bytes.get(..name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes()));
    if !begins.iter().any(begins_so) {
        return None;
    }
    let mut rest = bytes;
    for _ in 0..MAX_DEPTH {
        let (head, body) = split(rest);
        let kind = field(&head, "content-type")?.to_ascii_lowercase();
        if kind.starts_with("text/html") || kind.starts_with("application/xhtml") {
            return Some(undone(body, &field(&head, "content-transfer-encoding").unwrap_or_default()));
        }
        if !kind.starts_with("multipart/") {
            return None;
        }
        let boundary = parameter(&field(&head, "content-type")?, "boundary")?;
        let part = parts(body, boundary.as_bytes()).find(|part| {
            let kind = field(&split(part).0, "content-type").unwrap_or_default().to_ascii_lowercase();
            ["text/html", "application/xhtml", "multipart/"].iter().any(|wanted| kind.starts_with(wanted))
        });
        rest = part?;
    }
    None
}

/// The head of a part, its folded lines joined, and its body.
fn split(part: &[u8]) -> (String, &[u8]) {
    let mut head = String::new();
    let mut at = 0;
    while at < part.len() && at < HEAD {
        let end = memchr::memchr(b'\n', &part[at..]).map_or(part.len(), |n| at + n + 1);
        let line = part[at..end].trim_ascii_end();
        at = end;
        if line.is_empty() {
            break;
        }
        if !line[0].is_ascii_whitespace() {
            head.push('\n');
        }
        head.push_str(&String::from_utf8_lossy(line));
    }
    (head, &part[at..])
}

fn field(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (field, value) = line.split_once(':')?;
        field.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// What stands between the lines that a boundary marks.
fn parts<'a>(body: &'a [u8], boundary: &[u8]) -> impl Iterator<Item = &'a [u8]> {
    let mark = [b"--", boundary].concat();
    let starts: Vec<usize> =
        memchr::memmem::find_iter(body, &mark).filter(|&at| at == 0 || body[at - 1] == b'\n').collect();
    let after = move |at: usize| memchr::memchr(b'\n', &body[at..]).map_or(body.len(), |n| at + n + 1);
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([body.len()]).collect();
    starts.into_iter().zip(ends).map(move |(start, end)| &body[after(start).min(end)..end])
}

fn undone(body: &[u8], encoding: &str) -> Vec<u8> {
    match encoding.to_ascii_lowercase().as_str() {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(body),
        _ => body.to_vec(),
    }
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(&rest[..at]);
        let after = &rest[at + 1..];
        let digit = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16)).map(|d| d as u8);
        if let (Some(high), Some(low)) = (digit(after.first()), digit(after.get(1))) {
            out.push(high << 4 | low);
            rest = &after[2..];
            continue;
        }
        // A line that goes on; what is neither stays as it is.
        let line = memchr::memchr(b'\n', after).filter(|&n| after[..n].iter().all(u8::is_ascii_whitespace));
        if line.is_none() {
            out.push(b'=');
        }
        rest = line.map_or(after, |n| &after[n + 1..]);
    }
    out.extend_from_slice(rest);
    out
}

fn base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for &byte in body {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_an_archive() {
        let archive = |encoding: &str, body: &str| {
            format!(
                "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"x-1\"\r\n\r\nA web page.\r\n\
                 --x-1\r\nContent-Type: image/png\r\n\r\n????\r\n--x-1\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\
                 Content-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n--x-1--\r\n"
            )
        };
        let page = |encoding: &str, body: &str| {
            let page = page_of_archive(archive(encoding, body).as_bytes()).expect("a page");
            String::from_utf8(page).expect("UTF-8").trim().to_owned()
        };
        assert_eq!(page("quoted-printable", "<p a=3D\"1\">=E5=B9=B4=\r\n=E6=8A=A5</p>"), "<p a=\"1\">年报</p>");
        assert_eq!(page("base64", "PHA+5bm0\r\n5oqlPC9wPg=="), "<p>年报</p>");
        assert_eq!(page("8bit", "<p>年报</p>"), "<p>年报</p>");
        let alone = "Content-Type: text/html\n\n<p>年报";
        assert_eq!(page_of_archive(alone.as_bytes()).as_deref(), Some("<p>年报".as_bytes()));
    }

    #[test]
    fn what_is_none() {
        for none in
            ["", "<html>", "Date: 2024", "MIME-Version: 1.0\n\nno type", "Content-Type: multipart/x; boundary=a\n\n--a"]
        {
            assert_eq!(page_of_archive(none.as_bytes()), None, "{none}");
        }
        let nested = "Content-Type: multipart/mixed; boundary=a\n\n--a\n".repeat(99);
        assert_eq!(page_of_archive(nested.as_bytes()), None);
    }
}
