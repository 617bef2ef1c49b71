//! FORMAT.md section 6 read a second time, in the simplest way: the whole file at once, line by line, no pieces. Only the judging
//! of a single line (`scelle::evidence::postmark`) is shared with what is tested.

use scelle::evidence::header;
use scelle::evidence::postmark::{self, Form, LONGEST_LINE};
use scelle::evidence::splitter::{HEADER_KEPT, Reject, SplitRule};

/// What the rules say of a file.
#[derive(Debug, Default)]
pub struct Split {
    /// offset, length and rule
    pub messages: Vec<(u64, u64, SplitRule)>,
    /// offset and reason
    pub rejected: Vec<(u64, Reject)>,
}

/// Offsets of the lines that begin with `From `: at the start, after a byte order mark there, after a line feed.
pub fn candidates(file: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    if file.starts_with(b"\xef\xbb\xbf") {
        starts.push(3);
    }
    starts.extend(memchr::memchr_iter(b'\n', file).map(|feed| feed + 1));
    starts.retain(|&start| file[start..].starts_with(b"From "));
    starts
}

/// Splits an mbox.
pub fn split(file: &[u8]) -> Split {
    let mut split = Split::default();
    let mut first = None;
    let mut lengths_hold = true;
    let mut covered = 0;
    // start of the current message, its rule, whether its length was weighed
    let mut current: Option<(usize, SplitRule, bool)> = None;
    for candidate in candidates(file) {
        if let Some((start, _, weighed)) = &mut current
            && !*weighed
            && let Some(body) = body_before(&file[*start..candidate])
        {
            *weighed = true;
            let header = &file[*start..*start + body];
            match length_end(header, *start + body).filter(|_| lengths_hold).filter(|&e| leads(file, e, first)) {
                Some(end) => covered = end,
                None => lengths_hold = false,
            }
        }
        let verdict = match candidate < covered {
            true => Err(Reject::InsideContentLength),
            false => judge(file, candidate, first, current.is_none()),
        };
        match verdict {
            Err(reason) => split.rejected.push((candidate as u64, reason)),
            Ok(rule) => {
                if let Some((start, rule, weighed)) = current {
                    push(&mut split, start, before_line_end(file, candidate).max(start), rule);
                    lengths_hold &= weighed;
                }
                first.get_or_insert(postmark::form(line(file, candidate)));
                current = Some((next_line(file, candidate), rule, false));
            }
        }
    }
    if let Some((start, rule, _)) = current {
        let end = before_line_end(file, file.len());
        let blank = end < file.len() && file[..end].ends_with(b"\n") && end >= start;
        push(&mut split, start, if blank { end } else { file.len() }, rule);
    }
    split
}

fn push(split: &mut Split, start: usize, end: usize, rule: SplitRule) {
    split.messages.push((start as u64, (end - start) as u64, rule));
}

fn judge(file: &[u8], candidate: usize, first: Option<Form>, none_yet: bool) -> Result<SplitRule, Reject> {
    let text = line(file, candidate);
    let form = postmark::form(text);
    let before = file[..candidate].strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file[..candidate]);
    let at_start = none_yet && before.iter().all(u8::is_ascii_whitespace);
    let blank_before = before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n");
    let field_after = postmark::looks_like_header(line(file, next_line(file, candidate)));
    match form {
        _ if text.len() > LONGEST_LINE => Err(Reject::LineTooLong),
        Form::Dated => Ok(SplitRule::Dated),
        Form::Unknown if !at_start => Err(Reject::NoDate),
        _ if !field_after => Err(Reject::NoHeaderAfter),
        _ if at_start => Ok(SplitRule::DatelessStart),
        _ if blank_before || first == Some(form) => Ok(SplitRule::Dateless),
        _ => Err(Reject::NoBlankLineBefore),
    }
}

/// Length of the header with the empty line that ends it.
fn body_before(message: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < message.len() {
        let end = next_line(message, at);
        if matches!(&message[at..end], b"\n" | b"\r\n") {
            return (end <= HEADER_KEPT).then_some(end);
        }
        at = end;
    }
    None
}

fn length_end(head: &[u8], body: usize) -> Option<usize> {
    usize::try_from(header::content_length(head)?).ok()?.checked_add(body)
}

/// Whether the file ends at `end`, or a boundary stands there: at once or after the line ends that set messages apart.
fn leads(file: &[u8], end: usize, first: Option<Form>) -> bool {
    if end > file.len() {
        return false;
    }
    let line_ends = file[end..].iter().take(4).take_while(|&&b| b == b'\n' || b == b'\r').count();
    let there = end + line_ends;
    there == file.len()
        || (file[..there].ends_with(b"\n")
            && file[there..].starts_with(b"From ")
            && judge(file, there, first, false).is_ok())
}

/// Parts marked as attachments: lines of the message that say so.
pub fn attachments(message: &[u8]) -> u32 {
    let is_attachment = |line: &&[u8]| {
        let text = String::from_utf8_lossy(line).to_ascii_lowercase();
        text.strip_prefix("content-disposition:").is_some_and(|value| value.trim_start().starts_with("attachment"))
    };
    message.split(|&b| b == b'\n').filter(is_attachment).count() as u32
}

fn line(file: &[u8], start: usize) -> &[u8] {
    let text = &file[start..next_line(file, start)];
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    text.strip_suffix(b"\r").unwrap_or(text)
}

fn next_line(file: &[u8], start: usize) -> usize {
    memchr::memchr(b'\n', &file[start..]).map_or(file.len(), |feed| start + feed + 1)
}

fn before_line_end(file: &[u8], end: usize) -> usize {
    match &file[..end] {
        [.., b'\r', b'\n'] => end - 2,
        [.., b'\n'] => end - 1,
        _ => end,
    }
}
