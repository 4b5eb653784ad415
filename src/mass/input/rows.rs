//! Validates the rows of a list, merges rows of the same order, and collects all issues.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use super::{
    fields::Field,
    limits::InputLimits,
    values::{self, Value},
};
use crate::{
    api::{Issue, OrderId, RevocationReason, Rule},
    mass::Item,
};

/// The number of ignored columns whose names are kept, and the maximum length of a name, in characters. The names are stored with
/// the list.
const MAX_NAMES: usize = 50;
const MAX_NAME_CHARS: usize = 100;

/// One issue with a row of the list. Nothing is sent if there is any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RowIssue {
    /// The line on which the row starts, from 1.
    pub line: u32,
    /// The cell of the row, from 1. `undefined` if the issue concerns the whole row.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub column: Option<u32>,
    /// The issue.
    #[serde(flatten)]
    pub issue: Issue,
}

impl fmt::Display for RowIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        self.column.map_or(Ok(()), |column| write!(f, ", column {column}"))?;
        write!(f, ": {}", self.issue.message)
    }
}

/// A validated list of orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Each order once, in the order of the list.
    pub items: Vec<Item>,
    /// The number of rows that repeat an order without contradicting it.
    pub merged_rows: u32,
    /// The names of the ignored columns, each once: the first 50, each cut to 100 characters.
    pub ignored_columns: Vec<String>,
}

/// The figures of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ListSummary {
    /// The number of distinct orders.
    pub orders: usize,
    /// The number of rows that repeat an order without contradicting it.
    pub merged_rows: u32,
    /// The names of the ignored columns, each once: the first 50, each cut to 100 characters.
    pub ignored_columns: Vec<String>,
}

/// A rejected list. Nothing of it is used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}", self.first(), self.others())]
pub struct Rejected {
    /// The issues, by line.
    pub issues: Vec<RowIssue>,
    /// The number of further issues.
    pub more: u32,
}

impl Rejected {
    fn first(&self) -> String {
        self.issues.first().map_or(String::new(), ToString::to_string)
    }

    fn others(&self) -> String {
        let others = self.issues.len().saturating_sub(1) + usize::try_from(self.more).unwrap_or(usize::MAX);
        if others == 0 { String::new() } else { format!(" ({others} more)") }
    }
}

/// The values of one row.
#[derive(Debug, Default)]
struct RowValues {
    order_id: Option<OrderId>,
    reason: Option<RevocationReason>,
    comment: Option<String>,
    priority: Option<u8>,
    replaced: Option<bool>,
}

#[derive(Debug)]
struct Row {
    line: u32,
    order_id: OrderId,
    values: RowValues,
}

#[derive(Debug)]
pub(super) struct Rows {
    kept: Vec<Row>,
    places: BTreeMap<OrderId, usize>,
    merged: u32,
    ignored_columns: Vec<String>,
    issues: Vec<RowIssue>,
    more: u32,
    limits: InputLimits,
    /// The number of validated rows.
    count: u32,
}

impl Rows {
    pub(super) fn new(limits: InputLimits) -> Self {
        Self {
            kept: Vec::new(),
            places: BTreeMap::new(),
            merged: 0,
            ignored_columns: Vec::new(),
            issues: Vec::new(),
            more: 0,
            limits,
            count: 0,
        }
    }

    pub(super) fn refuse(&mut self, line: u32, column: Option<u32>, issue: Issue) {
        if self.issues.len() < usize::try_from(self.limits.issues).unwrap_or(usize::MAX) {
            self.issues.push(RowIssue { line, column, issue });
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// Whether there are more rows than allowed. Further rows are ignored.
    pub(super) fn is_full(&self) -> bool {
        self.count > self.limits.rows
    }

    pub(super) fn ignore(&mut self, name: &str) {
        let end = name.char_indices().nth(MAX_NAME_CHARS).map_or(name.len(), |(end, _)| end);
        let name = name.get(..end).unwrap_or_default();
        if self.ignored_columns.len() < MAX_NAMES && !self.ignored_columns.iter().any(|known| known == name) {
            self.ignored_columns.push(name.to_owned());
        }
    }

    /// Adds one row: its fields, their columns and their values.
    pub(super) fn add<'a>(&mut self, line: u32, cells: impl IntoIterator<Item = (Field, Option<u32>, Value<'a>)>) {
        if self.is_full() {
            return;
        }
        self.count += 1;
        if self.is_full() {
            // The list is rejected, so its rows are not needed.
            (self.kept, self.places) = (Vec::new(), BTreeMap::new());
            let message = format!("the list has more than {} rows; split it", self.limits.rows);
            return self.refuse(line, None, Issue::new("list", Rule::Range, message));
        }
        let mut values = RowValues::default();
        let (mut is_valid, mut is_named) = (true, false);
        for (field, column, value) in cells {
            is_named |= field == Field::OrderId;
            if let Err(issue) = values.set(field, value) {
                self.refuse(line, column, issue);
                is_valid = false;
            }
        }
        if !is_named {
            self.refuse(line, None, values::no_order_id());
        }
        match values.order_id {
            Some(order_id) if is_valid => self.keep(Row { line, order_id, values }),
            _ => {}
        }
    }

    fn keep(&mut self, row: Row) {
        let place = *self.places.entry(row.order_id).or_insert(self.kept.len());
        let Some(known) = self.kept.get_mut(place) else { return self.kept.push(row) };
        let (line, order_id, first) = (row.line, row.order_id, known.line);
        let differing = known.values.merge(row.values);
        if differing.is_empty() {
            self.merged = self.merged.saturating_add(1);
        }
        for name in differing {
            let message = format!("{name} of order {order_id} differs from line {first}; keep one of the two rows");
            self.refuse(line, None, Issue::new(name, Rule::Conflict, message));
        }
    }

    pub(super) fn finish(mut self) -> Result<List, Rejected> {
        if self.issues.is_empty() && self.more == 0 && self.kept.is_empty() {
            self.refuse(1, None, Issue::new("order_id", Rule::Required, "the list has no orders; add at least one"));
        }
        if !self.issues.is_empty() || self.more > 0 {
            return Err(Rejected { issues: self.issues, more: self.more });
        }
        let items = self.kept.into_iter().map(|Row { order_id, values, .. }| Item {
            order_id,
            reason: values.reason,
            comment: values.comment,
            priority: values.priority.unwrap_or_default(),
            replaced: values.replaced,
        });
        Ok(List { items: items.collect(), merged_rows: self.merged, ignored_columns: self.ignored_columns })
    }
}

impl RowValues {
    fn set(&mut self, field: Field, value: Value<'_>) -> Result<(), Issue> {
        match field {
            Field::OrderId => self.order_id = Some(values::order_id(value)?),
            Field::Reason => self.reason = values::reason(value)?,
            Field::Comment => self.comment = values::comment(value)?,
            Field::Priority => self.priority = values::priority(value)?,
            Field::Replaced => self.replaced = values::replaced(value)?,
        }
        Ok(())
    }

    /// Adds the values that are not set yet. Returns the names of the fields that differ.
    fn merge(&mut self, other: Self) -> Vec<&'static str> {
        let same = [
            (Field::Reason, agree(&mut self.reason, other.reason)),
            (Field::Comment, agree(&mut self.comment, other.comment)),
            (Field::Priority, agree(&mut self.priority, other.priority)),
            (Field::Replaced, agree(&mut self.replaced, other.replaced)),
        ];
        same.iter().filter(|(_, same)| !same).map(|(field, _)| field.name()).collect()
    }
}

/// Whether two values agree. A missing value agrees with any other.
fn agree<T: PartialEq>(known: &mut Option<T>, other: Option<T>) -> bool {
    match (&known, other) {
        (Some(known), Some(other)) => *known == other,
        (None, Some(other)) => {
            *known = Some(other);
            true
        }
        (_, None) => true,
    }
}
