//! gouji for a page in the browser: a few functions, called by JavaScript, and one buffer each way. A message is four
//! bytes that say how long its JSON is (little-endian), the JSON, and the bytes of a file behind it. Imports nothing:
//! what is here can reach no network, clock or storage.

mod form;
mod message;
mod session;

use std::cell::RefCell;

use session::Session;

/// What stands between the page and its session.
#[derive(Debug, Default)]
struct Desk {
    session: Session,
    question: Vec<u8>,
    answer: Vec<u8>,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
    /// What a panic said, which ends this instance: read once more before another takes its place.
    static LAST_WORDS: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Makes room for a question of so many bytes; where to write it.
#[expect(unsafe_code, reason = "the page calls it by this name; nothing is dereferenced here")]
#[unsafe(no_mangle)]
pub extern "C" fn gouji_room(bytes: usize) -> *mut u8 {
    DESK.with_borrow_mut(|desk| {
        desk.question = vec![0; bytes];
        desk.question.as_mut_ptr()
    })
}

/// Answers the question; how many bytes the answer has.
#[expect(unsafe_code, reason = "the page calls it by this name")]
#[unsafe(no_mangle)]
pub extern "C" fn gouji_ask() -> usize {
    DESK.with_borrow_mut(|desk| {
        std::panic::set_hook(Box::new(|info| LAST_WORDS.set(info.to_string())));
        let question = std::mem::take(&mut desk.question);
        desk.answer = desk.session.answer(&question);
        desk.answer.len()
    })
}

/// Where the answer stands, until the next question.
#[expect(unsafe_code, reason = "the page calls it by this name; nothing is dereferenced here")]
#[unsafe(no_mangle)]
pub extern "C" fn gouji_answer() -> *const u8 {
    DESK.with_borrow(|desk| desk.answer.as_ptr())
}

/// How many bytes of what a panic said there are.
#[expect(unsafe_code, reason = "the page calls it by this name")]
#[unsafe(no_mangle)]
pub extern "C" fn gouji_last_words() -> usize {
    LAST_WORDS.with_borrow(String::len)
}

/// Where they stand.
#[expect(unsafe_code, reason = "the page calls it by this name; nothing is dereferenced here")]
#[unsafe(no_mangle)]
pub extern "C" fn gouji_last_words_at() -> *const u8 {
    LAST_WORDS.with_borrow(|words| words.as_ptr())
}
