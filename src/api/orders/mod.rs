//! Orders: what DigiCert returns about them, and the reads.

mod certificate;
mod certificates;
mod get;
mod list;
mod order;
mod order_request;
mod product;
mod status_changes;

pub use certificate::{Certificate, Inclusion};
pub use certificates::ListCertificates;
pub use get::GetOrder;
pub use list::{ListOrders, OrderList};
pub use order::{Container, Order, Organization};
pub use order_request::OrderRequest;
pub use product::Product;
pub use status_changes::StatusChanges;
