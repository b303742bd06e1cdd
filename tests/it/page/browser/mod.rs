//! The page in a real browser: the loop by mouse, by keyboard and on a phone, and what other sites try.

mod attaching;
mod driver;
mod hostile;
mod long;
mod loops;
mod served;
