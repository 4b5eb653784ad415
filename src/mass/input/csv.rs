//! Maps the columns of a CSV file to fields, and reads its rows.

use std::borrow::Cow;

use super::{
    cells::{StrayQuote, cells, separator_of},
    fields::Field,
    rows::Rows,
    values::Value,
};
use crate::{
    api::{Issue, Rule},
    input::printable_name,
};

/// The field of each column.
#[derive(Debug)]
pub(super) struct Columns {
    pub separator: u8,
    fields: Vec<Option<Field>>,
    has_header: bool,
}

impl Columns {
    /// Reads the first record: a header, or an order id in a file without a header. `None` if no row can be read.
    pub(super) fn of(record: &str, line: u32, rows: &mut Rows) -> Option<Self> {
        let separator = separator_of(record);
        let header = read(record, separator, line, rows)?;
        let named: Vec<_> = header.iter().map(|name| Field::named(name)).collect();
        if !named.contains(&Ok(Some(Field::OrderId))) {
            let first = header.first().map_or("", |name| name.trim());
            if first.starts_with(|c: char| c.is_ascii_digit() || "#'+-".contains(c)) {
                let columns = Self { separator, fields: vec![Some(Field::OrderId)], has_header: false };
                columns.row(record, line, rows);
                return Some(columns);
            }
        }
        let mut fields = Vec::new();
        for (column, (name, field)) in (1..).zip(header.iter().zip(named)) {
            let field = field.unwrap_or_else(|issue| {
                rows.refuse(line, Some(column), issue);
                None
            });
            if field.is_some_and(|field| fields.contains(&Some(field))) {
                rows.refuse(line, Some(column), duplicate(name));
            } else if field.is_none() && !name.trim().is_empty() {
                rows.ignore(name.trim());
            }
            fields.push(field);
        }
        if fields.contains(&Some(Field::OrderId)) {
            return Some(Self { separator, fields, has_header: true });
        }
        let message = "the header has no column order_id; rename the column with the order ids";
        rows.refuse(line, None, Issue::new("order_id", Rule::Required, message));
        None
    }

    /// Reads a further record. A record without values is ignored.
    pub(super) fn row(&self, record: &str, line: u32, rows: &mut Rows) {
        let Some(cells) = read(record, self.separator, line, rows) else { return };
        let values: Vec<_> = cells.iter().map(|cell| Value::of_cell(cell)).collect();
        let filled = values.iter().rposition(|value| *value != Value::Nothing).map_or(0, |last| last + 1);
        if filled == 0 {
            return;
        }
        // A missing or additional cell shifts the others, so no column is certain.
        if filled > self.fields.len() || values.len() < self.fields.len() {
            return rows.refuse(line, None, self.misfit(values.len()));
        }
        let fields = (1..).zip(self.fields.iter().zip(values));
        rows.add(line, fields.filter_map(|(column, (field, value))| field.map(|field| (field, Some(column), value))));
    }

    fn misfit(&self, cells: usize) -> Issue {
        let message = if self.has_header {
            let columns = self.fields.len();
            format!("the row has {cells} cells and the header {columns}; put cells that contain a separator in quotes")
        } else {
            "the row has several cells, but the file has no header; add a first line with the column names, such as order_id"
                .into()
        };
        Issue::new("row", Rule::Format, message)
    }
}

pub(super) fn duplicate(name: &str) -> Issue {
    let name = printable_name(name.trim());
    Issue::new(name, Rule::Conflict, format!("{name} is there twice; keep one"))
}

fn read<'a>(record: &'a str, separator: u8, line: u32, rows: &mut Rows) -> Option<Vec<Cow<'a, str>>> {
    let read = cells(record, separator);
    if let Err(StrayQuote(column)) = read {
        let message = "unexpected quote; put the whole cell in quotes and double each quote inside it";
        rows.refuse(line, Some(column), Issue::new("row", Rule::Format, message));
    }
    read.ok()
}
