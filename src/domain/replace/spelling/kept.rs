//! Whether a new text keeps the directives that a program fills in.

use std::collections::BTreeSet;

use super::super::Pair;
use super::directive::Family;
use super::printf::{Known, Printf, is_in_order};
use super::{Reading, Text};

/// Whether new texts keep the directives of the old ones in this text: each as often, those without a name
/// in their order, and no others. Where not all signs of the text are theirs, those stay as they are, too.
pub(in super::super) fn keeps_directives<'p>(
    text: &Text,
    bytes: &[u8],
    pairs: impl Iterator<Item = (&'p Pair, Reading)>,
) -> bool {
    if text.directives.is_empty() {
        return true;
    }
    let own = Own::of(text, bytes);
    let mut pairs = pairs;
    pairs.all(|(pair, reading)| {
        let (old, new) = (own.signs(&pair.from, reading), own.signs(&pair.to, reading));
        let loose = own.throughout || old.loose == new.loose;
        loose && old.ordered == new.ordered && old.free == new.free && old.foreign == new.foreign
    })
}

/// The directives of one text.
struct Own<'a> {
    distinct: BTreeSet<&'a [u8]>,
    /// How long they are, longest first.
    lengths: Vec<usize>,
    printf: Option<Printf>,
    braces: bool,
    throughout: bool,
}

/// What a text of a request says in the terms of a text with directives.
#[derive(Default)]
struct Signs<'n> {
    /// Directives that are filled in their order.
    ordered: Vec<&'n [u8]>,
    /// Those that may change places, sorted.
    free: Vec<&'n [u8]>,
    /// Directives that the text does not have, sorted.
    foreign: Vec<&'n [u8]>,
    /// Signs that begin no directive, sorted.
    loose: Vec<&'n [u8]>,
}

impl<'a> Own<'a> {
    fn of(text: &Text, bytes: &'a [u8]) -> Self {
        let distinct: BTreeSet<&[u8]> = text.directives.iter().map(|span| &bytes[span.clone()]).collect();
        let lengths: BTreeSet<usize> = distinct.iter().map(|directive| directive.len()).collect();
        let has = |family: &Family| distinct.iter().any(|directive| directive[0] == family.sign());
        let present: Vec<Family> = text.families.iter().copied().filter(has).collect();
        let printf = present.iter().find_map(|family| match family {
            Family::Percent(printf) => Some(*printf),
            Family::Braces => None,
        });
        Self {
            lengths: lengths.into_iter().rev().collect(),
            printf,
            braces: present.contains(&Family::Braces),
            throughout: !text.doubled.is_empty(),
            distinct,
        }
    }

    /// Reads a text of a request as it is written into the file.
    fn signs<'n>(&self, new: &'n str, reading: Reading) -> Signs<'n> {
        let new = new.as_bytes();
        let mut signs = Signs::default();
        let mut at = 0;
        while let Some(sign) = new.get(at).copied() {
            let rest = &new[at..];
            let twice = rest.get(1) == Some(&sign);
            let length = match sign {
                b'%' | b'{' if self.length_at(rest).is_some() => {
                    let length = self.length_at(rest).unwrap_or(1);
                    let list =
                        if is_in_order(&rest[..length]) { &mut signs.ordered } else { &mut signs.free };
                    list.push(&rest[..length]);
                    length
                }
                b'%' if twice && self.printf.is_some() => {
                    signs.loose.push(&rest[..2]);
                    2
                }
                b'{' | b'}' if twice && self.braces && reading == Reading::AsSpelled => {
                    signs.loose.push(&rest[..2]);
                    2
                }
                b'%' => self.printf.map_or(1, |printf| {
                    let (length, known) = printf.spec(rest);
                    let list = if known == Known::Yes { &mut signs.foreign } else { &mut signs.loose };
                    list.push(&rest[..length]);
                    length
                }),
                b'{' | b'}' if self.braces => {
                    signs.loose.push(&rest[..1]);
                    1
                }
                _ => 1,
            };
            at += length;
        }
        for list in [&mut signs.free, &mut signs.foreign, &mut signs.loose] {
            list.sort_unstable();
        }
        signs
    }

    /// The length of the directive of the text that stands here again.
    fn length_at(&self, rest: &[u8]) -> Option<usize> {
        let stands =
            |length: &&usize| rest.get(..**length).is_some_and(|directive| self.distinct.contains(directive));
        self.lengths.iter().find(stands).copied()
    }
}
