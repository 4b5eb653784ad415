//! Cuts a stream of bytes into records: lines, and for CSV also rows with line breaks in quotes (RFC 4180). Holds one
//! record at a time. Not here: what stands in a record.

/// The mark that some programs put before UTF-8 text.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// One record as it came, without its line end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// The line on which it begins, from 1.
    pub line: u32,
    pub text: Result<Vec<u8>, Broken>,
}

/// Why a record cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// It has more bytes than are held.
    TooLong,
    /// The input ends inside of quotes.
    QuoteOpen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote in quotes: it ends them, or it is the first of two.
    QuoteSeen,
}

#[derive(Debug)]
pub(super) struct Records {
    /// Behind one of these, or at the start of a record, a quote opens; none where quotes mean nothing.
    separators: Vec<u8>,
    most_bytes: usize,
    held: Vec<u8>,
    too_long: bool,
    place: Place,
    /// Where the record began, and where reading is.
    began: u32,
    line: u32,
    /// A line feed behind a carriage return is part of the same line end.
    after_return: bool,
    first: bool,
}

impl Records {
    pub(super) fn new(separators: &[u8], most_bytes: u32) -> Self {
        Self {
            separators: separators.to_vec(),
            most_bytes: usize::try_from(most_bytes).unwrap_or(usize::MAX),
            held: Vec::new(),
            too_long: false,
            place: Place::CellStart,
            began: 1,
            line: 1,
            after_return: false,
            first: true,
        }
    }

    pub(super) fn set_separators(&mut self, separators: &[u8]) {
        separators.clone_into(&mut self.separators);
    }

    /// The next whole record; nothing once the bytes are used up.
    pub(super) fn next(&mut self, bytes: &mut &[u8]) -> Option<Record> {
        while let Some((byte, rest)) = bytes.split_first() {
            *bytes = rest;
            if std::mem::take(&mut self.after_return) && *byte == b'\n' {
                if self.place == Place::Quoted {
                    self.hold(*byte);
                }
                continue;
            }
            let ends_line = matches!(byte, b'\n' | b'\r');
            self.after_return = *byte == b'\r';
            self.line = self.line.saturating_add(u32::from(ends_line));
            if ends_line && self.place != Place::Quoted {
                return Some(self.cut());
            }
            self.hold(*byte);
            self.place = self.after(*byte);
        }
        None
    }

    /// The record that no line end closed, if there is one.
    pub(super) fn finish(&mut self) -> Option<Record> {
        if self.place == Place::Quoted && !self.too_long {
            return Some(Record { line: self.began, text: Err(Broken::QuoteOpen) });
        }
        (self.too_long || !self.held.is_empty()).then(|| self.cut())
    }

    fn after(&self, byte: u8) -> Place {
        match (self.place, byte) {
            (Place::CellStart | Place::QuoteSeen, b'"') if !self.separators.is_empty() => Place::Quoted,
            (Place::Quoted, b'"') => Place::QuoteSeen,
            (Place::Quoted, _) => Place::Quoted,
            (_, byte) if self.separators.contains(&byte) => Place::CellStart,
            (Place::CellStart, _) if self.first && BYTE_ORDER_MARK.starts_with(&self.held) => Place::CellStart,
            _ => Place::Plain,
        }
    }

    fn hold(&mut self, byte: u8) {
        if self.held.len() < self.most_bytes {
            self.held.push(byte);
        } else {
            self.too_long = true;
        }
    }

    fn cut(&mut self) -> Record {
        let mut text = std::mem::take(&mut self.held);
        if std::mem::take(&mut self.first) && text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len());
        }
        self.place = Place::CellStart;
        let line = std::mem::replace(&mut self.began, self.line);
        let text = if std::mem::take(&mut self.too_long) { Err(Broken::TooLong) } else { Ok(text) };
        Record { line, text }
    }
}
