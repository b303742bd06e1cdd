//! Examples for `--help`: what people type, and what it is for. A test parses each.

pub(super) const ALL: &str = "\
Examples:
  baton demo --script                                    see the whole loop in a few seconds
  baton serve --config baton.toml                        run it
  baton task \"change 'Sign up' to 'Join'\" --repo acme/web --follow
  baton reply k7f2 merge                                 approve its pull request as it stands
  baton logs -f k7f2                                     follow a task, by the start of its id";

pub(super) const DEMO: &str = "\
Without --script a page stays open until Ctrl-C, at 127.0.0.1:7878 or another free port.

Examples:
  baton demo                                             play one task, then ask yourself on the page
  baton demo --repo ../website                           the page on a private copy of yours
  baton demo --script                                    ask, diff, ✅ and merge on a sample
  baton demo --script --close                            the same with ❌
  baton demo --script --repo ../website --ask \"change 'Sign up' to 'Join' on the home page\"
  baton demo --script --data ~/baton-demo                keep everything to look at it";

pub(super) const SERVE: &str = "\
Runs until Ctrl-C or SIGTERM, and lets what is under way end within 20 s.

Examples:
  baton serve
  baton serve --config /etc/baton.toml                   as a service";

pub(super) const OPEN: &str = "\
Whoever has the link speaks as the page does; it is good until `serve` ends.

Examples:
  baton open                                             the link, to be opened in a browser";

pub(super) const TASK: &str = "\
You are local: and your login ($USER, else $LOGNAME). With and without --follow it ends when only
people can move the task, or when it failed and nothing serves here that would try again: with 0 when
there is a pull request, otherwise with 5.

Examples:
  baton task \"change 'Sign up' to 'Join'\" --repo acme/web
  baton task \"'recieve' should be 'receive', everywhere\" --repo acme/web --follow
  baton task \"change 'Sign up' to 'Join'\" --repo acme/web --json";

pub(super) const REPLY: &str = "\
You are local: and your login ($USER, else $LOGNAME).

Examples:
  baton reply k7f2 \"also in the footer\"                  more work
  baton reply k7f2 2                                     the answer to a question
  baton reply k7f2 diff                                  the whole change
  baton reply k7f2 merge                                 approve its pull request as it stands";

pub(super) const STATUS: &str = "\
Examples:
  baton status                                           the newest tasks
  baton status k7f2                                      one task, and why it is not merged
  baton status --state review --json                     what waits for an approval, for scripts";

pub(super) const LOGS: &str = "\
Examples:
  baton logs k7f2                                        what was done until now
  baton logs -f k7f2                                     the same, and on until the task ends";

pub(super) const STOP: &str = "\
Examples:
  baton stop k7f2";

pub(super) const RETRY: &str = "\
Examples:
  baton retry k7f2";

pub(super) const AUDIT: &str = "\
Examples:
  baton audit verify                                     0 when everything is as it was written, else 6
  baton audit verify --json
  baton audit verify --key 8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c";

pub(super) const DOCTOR: &str = "\
Examples:
  baton doctor                                           0 when everything is ok, else 1";

pub(super) const CONFIG: &str = "\
Examples:
  baton config check                                     0 and what it means, or 3 and every mistake";
