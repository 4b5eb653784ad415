//! Reads a list of orders piece by piece: CSV, JSON lines or pasted ids. All or nothing: one bad row and nothing is taken,
//! but every bad row is named. Holds the orders and one record, never the file. Not here: what is done with the list
//! (`plan.rs`).

use super::{
    cells::SEPARATORS,
    csv::Columns,
    ids, json_lines,
    limits::InputLimits,
    records::{BYTE_ORDER_MARK, Broken, Record, Records},
    rows::{List, Rejected, Rows},
};
use crate::api::{Issue, Rule};

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma, semicolon or tab separated, with a header; without one, nothing but an id on each line.
    Csv,
    /// One JSON object on each line.
    JsonLines,
    /// Ids between blanks, commas, semicolons or line breaks.
    Ids,
}

/// A list on its way in.
#[derive(Debug)]
pub struct Input {
    /// Not known before the first character, where it was not given.
    format: Option<Format>,
    limits: InputLimits,
    records: Records,
    columns: Option<Columns>,
    rows: Rows,
    /// Nothing more is read.
    is_over: bool,
}

impl Input {
    /// A list in this format; without one, CSV or JSON lines, as its first character tells. Ids that stand side by side are
    /// taken apart only where that was asked for: in a file, the second number of a line may be anything.
    #[must_use]
    pub fn new(format: Option<Format>, limits: InputLimits) -> Self {
        let separators: &[u8] = if matches!(format, None | Some(Format::Csv)) { &SEPARATORS } else { &[] };
        let records = Records::new(separators, limits.row_bytes);
        Self { format, limits, records, columns: None, rows: Rows::new(limits), is_over: false }
    }

    /// Takes in the next bytes. They may end anywhere.
    pub fn push(&mut self, mut bytes: &[u8]) {
        // One by one, until the format is known: where a piece ends must not matter.
        while self.format.is_none()
            && let Some((byte, rest)) = bytes.split_first()
        {
            if matches!(byte, b'{' | b'[') {
                self.format = Some(Format::JsonLines);
                self.records.set_separators(&[]);
            } else if !byte.is_ascii_whitespace() && !BYTE_ORDER_MARK.contains(byte) {
                self.format = Some(Format::Csv);
            }
            self.cut(std::slice::from_ref(byte));
            bytes = rest;
        }
        self.cut(bytes);
    }

    fn cut(&mut self, mut bytes: &[u8]) {
        while !self.is_over
            && let Some(record) = self.records.next(&mut bytes)
        {
            self.take(&record);
        }
    }

    /// The list, once all bytes were taken in.
    ///
    /// # Errors
    /// Everything that is wrong, by line.
    pub fn finish(mut self) -> Result<List, Rejected> {
        if !self.is_over
            && let Some(record) = self.records.finish()
        {
            self.take(&record);
        }
        self.rows.finish()
    }

    fn take(&mut self, record: &Record) {
        let text = record.text.as_deref().map_err(|broken| self.broken(*broken)).and_then(text_of);
        match text {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => self.row(text, record.line),
            Err(issue) => {
                self.rows.refuse(record.line, None, issue);
                // Without its header, no row of CSV can be read.
                self.is_over = matches!(self.format, None | Some(Format::Csv)) && self.columns.is_none();
            }
        }
        self.is_over |= self.rows.is_full();
    }

    fn row(&mut self, text: &str, line: u32) {
        match (self.format, &self.columns) {
            (Some(Format::JsonLines), _) => json_lines::row(text, line, &mut self.rows),
            (Some(Format::Ids), _) => ids::row(text, line, &mut self.rows),
            (_, Some(columns)) => columns.row(text, line, &mut self.rows),
            (_, None) => {
                self.columns = Columns::of(text, line, &mut self.rows);
                match &self.columns {
                    Some(columns) => self.records.set_separators(&[columns.separator]),
                    None => self.is_over = true,
                }
            }
        }
    }

    fn broken(&self, broken: Broken) -> Issue {
        match broken {
            Broken::TooLong => {
                let most = self.limits.row_bytes;
                let message = format!("the row has more than {most} bytes; shorten it, or close a quote that is open");
                Issue::new("row", Rule::Range, message)
            }
            Broken::QuoteOpen => {
                let message = "a quote that opens in this row is never closed; close it, or double it inside of quotes";
                Issue::new("row", Rule::Format, message)
            }
        }
    }
}

fn text_of(bytes: &[u8]) -> Result<&str, Issue> {
    let wrong = |message: &str| Err(Issue::new("row", Rule::Format, message));
    match std::str::from_utf8(bytes) {
        _ if bytes.starts_with(b"PK\x03\x04") => wrong("this is a workbook and no text; save it as CSV (UTF-8)"),
        _ if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") => {
            wrong("this is UTF-16 text; save it as CSV (UTF-8)")
        }
        Err(_) => wrong("the row is not UTF-8 text; save the file as CSV (UTF-8)"),
        Ok(text) if text.contains('\0') => wrong("the row holds a NUL character; remove it"),
        Ok(text) => Ok(text),
    }
}
