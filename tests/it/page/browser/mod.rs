//! The page in a real browser: the loop by mouse, by keyboard and on a phone, what is offered while one writes, what
//! others do meanwhile, what it is to people who do not see it, and what other sites try.

mod attaching;
mod away;
mod axe;
mod driver;
mod heard;
mod hostile;
mod kept;
mod long;
mod loops;
mod meanwhile;
mod served;
mod writing;
