//! The plan of a bulk revocation: the dry run of a list, and its confirmation.

mod basis;
mod confirm;
mod disposition;
mod dry_run;
mod eta;
mod figures;
mod order_page;
mod pace_settings;
mod shortfall;
mod terms;
mod totals;

pub use basis::Basis;
pub use confirm::{ConfirmedPlan, NotConfirmed};
pub use disposition::{Disposition, Planned};
pub use dry_run::Plan;
pub use figures::PlanFigures;
pub use order_page::{PlanDisposition, PlanOrder, PlanOrderPage};
pub use pace_settings::PaceSettings;
pub use shortfall::Shortfall;
pub use terms::Terms;
pub use totals::PlanTotals;
