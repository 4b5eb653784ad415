//! Reads a list of orders in pieces: CSV, JSON lines or pasted ids. One bad row rejects the whole list, and every bad row is
//! reported. Memory holds the orders and one record, never the file.

use super::{
    cells::SEPARATORS,
    csv::Columns,
    ids, json_lines,
    limits::InputLimits,
    records::{BYTE_ORDER_MARK, Broken, Record, Records},
    rows::{List, Rejected, Rows},
};
use crate::api::{Issue, Rule};

/// The format of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Separated by commas, semicolons or tabs, with a header. Without a header: one order id per line.
    Csv,
    /// One JSON object per line.
    JsonLines,
    /// Ids separated by blanks, commas, semicolons or line breaks.
    Ids,
}

/// A list that is being read.
#[derive(Debug)]
pub struct ListInput {
    /// `None` until the first character shows the format, unless the caller sets it.
    format: Option<Format>,
    limits: InputLimits,
    records: Records,
    columns: Option<Columns>,
    rows: Rows,
    /// Further bytes are ignored.
    is_over: bool,
}

impl ListInput {
    /// Starts a list in this format. `None`: CSV or JSON lines, depending on the first character. Pasted ids must be
    /// requested explicitly, because the second number of a line in a file can be anything.
    #[must_use]
    pub fn new(format: Option<Format>, limits: InputLimits) -> Self {
        let separators: &[u8] = if matches!(format, None | Some(Format::Csv)) { &SEPARATORS } else { &[] };
        let records = Records::new(separators, limits.row_bytes);
        Self { format, limits, records, columns: None, rows: Rows::new(limits), is_over: false }
    }

    /// Reads the next bytes. They can end anywhere.
    pub fn push(&mut self, mut bytes: &[u8]) {
        // Byte by byte until the format is known, so that the size of the pieces does not matter.
        while self.format.is_none()
            && let Some((byte, rest)) = bytes.split_first()
        {
            if matches!(byte, b'{' | b'[') {
                self.format = Some(Format::JsonLines);
                self.records.set_separators(&[]);
            } else if !byte.is_ascii_whitespace() && !BYTE_ORDER_MARK.contains(byte) {
                self.format = Some(Format::Csv);
            }
            self.split(std::slice::from_ref(byte));
            bytes = rest;
        }
        self.split(bytes);
    }

    fn split(&mut self, mut bytes: &[u8]) {
        while !self.is_over
            && let Some(record) = self.records.next(&mut bytes)
        {
            self.read(&record);
        }
    }

    /// Returns the list after the last bytes.
    ///
    /// # Errors
    /// Every issue of the list, by line.
    pub fn finish(mut self) -> Result<List, Rejected> {
        if !self.is_over
            && let Some(record) = self.records.finish()
        {
            self.read(&record);
        }
        self.rows.finish()
    }

    fn read(&mut self, record: &Record) {
        let text = record.text.as_deref().map_err(|broken| self.issue_of(*broken)).and_then(text_of);
        match text {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => self.row(text, record.line),
            Err(issue) => {
                self.rows.refuse(record.line, None, issue);
                // Without a header no CSV row can be read.
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

    fn issue_of(&self, broken: Broken) -> Issue {
        match broken {
            Broken::TooLong => {
                let max = self.limits.row_bytes;
                let message = format!("the row has more than {max} bytes; shorten it, or close an open quote");
                Issue::new("row", Rule::Range, message)
            }
            Broken::QuoteOpen => {
                let message = "a quote in this row is never closed; close it, or double it inside quotes";
                Issue::new("row", Rule::Format, message)
            }
        }
    }
}

fn text_of(bytes: &[u8]) -> Result<&str, Issue> {
    let wrong = |message: &str| Err(Issue::new("row", Rule::Format, message));
    match std::str::from_utf8(bytes) {
        _ if bytes.starts_with(b"PK\x03\x04") => wrong("this is a workbook, not text; save it as CSV (UTF-8)"),
        _ if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") => {
            wrong("this is UTF-16 text; save it as CSV (UTF-8)")
        }
        Err(_) => wrong("the row is not UTF-8 text; save the file as CSV (UTF-8)"),
        Ok(text) if text.contains('\0') => wrong("the row contains a NUL character; remove it"),
        Ok(text) => Ok(text),
    }
}
