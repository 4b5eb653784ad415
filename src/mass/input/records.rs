//! Splits a stream of bytes into records: lines, and for CSV also rows with quoted line breaks (RFC 4180). Memory holds one
//! record.

/// The mark that some programs write in front of UTF-8 text.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// One record without its line end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// The line on which it starts, from 1.
    pub line: u32,
    pub text: Result<Vec<u8>, Broken>,
}

/// The reason why a record cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// It has more bytes than allowed.
    TooLong,
    /// The input ends inside quotes.
    QuoteOpen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside quotes: it closes them, or it is the first of a doubled quote.
    AfterQuote,
}

#[derive(Debug)]
pub(super) struct Records {
    /// A quote opens after one of these, or at the start of a record. Empty if quotes have no meaning.
    separators: Vec<u8>,
    max_bytes: usize,
    bytes: Vec<u8>,
    too_long: bool,
    place: Place,
    /// The line on which the record started, and the current line.
    first_line: u32,
    line: u32,
    /// A line feed after a carriage return belongs to the same line end.
    after_return: bool,
    is_first: bool,
}

impl Records {
    pub(super) fn new(separators: &[u8], max_bytes: u32) -> Self {
        Self {
            separators: separators.to_vec(),
            max_bytes: usize::try_from(max_bytes).unwrap_or(usize::MAX),
            bytes: Vec::new(),
            too_long: false,
            place: Place::CellStart,
            first_line: 1,
            line: 1,
            after_return: false,
            is_first: true,
        }
    }

    pub(super) fn set_separators(&mut self, separators: &[u8]) {
        separators.clone_into(&mut self.separators);
    }

    /// Returns the next complete record. `None` once the bytes are used up.
    pub(super) fn next(&mut self, bytes: &mut &[u8]) -> Option<Record> {
        while let Some((byte, rest)) = bytes.split_first() {
            *bytes = rest;
            if std::mem::take(&mut self.after_return) && *byte == b'\n' {
                if self.place == Place::Quoted {
                    self.keep(*byte);
                }
                continue;
            }
            let ends_line = matches!(byte, b'\n' | b'\r');
            self.after_return = *byte == b'\r';
            self.line = self.line.saturating_add(u32::from(ends_line));
            if ends_line && self.place != Place::Quoted {
                return Some(self.take_record());
            }
            self.keep(*byte);
            self.place = self.after(*byte);
        }
        None
    }

    /// Returns the last record if it has no line end.
    pub(super) fn finish(&mut self) -> Option<Record> {
        if self.place == Place::Quoted && !self.too_long {
            return Some(Record { line: self.first_line, text: Err(Broken::QuoteOpen) });
        }
        (self.too_long || !self.bytes.is_empty()).then(|| self.take_record())
    }

    fn after(&self, byte: u8) -> Place {
        match (self.place, byte) {
            (Place::CellStart | Place::AfterQuote, b'"') if !self.separators.is_empty() => Place::Quoted,
            (Place::Quoted, b'"') => Place::AfterQuote,
            (Place::Quoted, _) => Place::Quoted,
            (_, byte) if self.separators.contains(&byte) => Place::CellStart,
            (Place::CellStart, _) if self.is_first && BYTE_ORDER_MARK.starts_with(&self.bytes) => Place::CellStart,
            _ => Place::Plain,
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.bytes.len() < self.max_bytes {
            self.bytes.push(byte);
        } else {
            self.too_long = true;
        }
    }

    fn take_record(&mut self) -> Record {
        let mut text = std::mem::take(&mut self.bytes);
        if std::mem::take(&mut self.is_first) && text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len());
        }
        self.place = Place::CellStart;
        let line = std::mem::replace(&mut self.first_line, self.line);
        let text = if std::mem::take(&mut self.too_long) { Err(Broken::TooLong) } else { Ok(text) };
        Record { line, text }
    }
}
