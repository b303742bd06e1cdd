//! What a person wrote, as a [`Request`], and back.
//!
//! A message is decoded, cut into tokens, and read clause by clause. Every word must be understood
//! as part of a text, of a clause, of a limit or as politeness; one that is not makes the whole
//! message [`NotUnderstood::NotAReplacement`], because half a request is worse than none. So a
//! question, a "don't", and "… and add a test" are refused without a rule for each.

mod bare;
mod clause;
mod cursor;
mod decode;
mod draft;
mod named;
mod plain;
mod print;
mod quotes;
mod reach;
mod reader;
mod scope;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use super::{Breadth, Case, Code, Element, NotUnderstood, Pair, Request, Scope, Words};
use draft::Draft;
use reach::{Reach, is_place};
use reader::{Talk, read};

/// Understands a message, without the mention of the bot and the name of the repository.
///
/// Places next to each other ("on the pricing page and in the footer") are alternatives; an element
/// ("the button") narrows them. A pair that is said twice counts once.
///
/// # Errors
/// Why it is no request. More than [`super::MAX_PAIRS`] pairs are [`NotUnderstood::TooLong`], as is
/// a text over [`super::MAX_TEXT_BYTES`]; pairs that have different limits are
/// [`NotUnderstood::SeveralPlaces`], and one text that shall become two is
/// [`NotUnderstood::NotAReplacement`].
pub fn understand(text: &str) -> Result<Request, NotUnderstood> {
    read(&decode::decode(text), Talk::Request)?.finish()
}

/// Understands a reply in the thread of an open pull request that came from `previous`.
///
/// "also in the footer" is the same change there, of the same kind of element; "include the tests"
/// takes look-alikes along; "make it 'Start now'" changes what the branch holds by now, so its old text
/// is `previous`'s new one, and the scope stays. A complete request stands for itself and inherits
/// nothing.
///
/// # Errors
/// Why it is no request; [`NotUnderstood::NotAReplacement`] for everything that is not about it.
pub fn follow_up(previous: &Request, text: &str) -> Result<Request, NotUnderstood> {
    let draft = read(&decode::decode(text), Talk::Reply)?;
    if draft.only_limits() {
        return narrowed(previous, &draft);
    }
    match draft.orphans.as_slice() {
        [to] if draft.entries.is_empty() && draft.widows.is_empty() && draft.readings.is_empty() => {
            renewed(previous, &draft, to)
        }
        _ => draft.finish(),
    }
}

/// The same request where or how a text says, when it says nothing else: "in the footer", "src/web",
/// "including tests". A kind of element stays unless another one is named.
pub fn narrow(request: &Request, text: &str) -> Option<Request> {
    let limits = |text: &str| {
        let draft = read(&decode::decode(text), Talk::Reply).ok()?;
        draft.only_limits().then(|| narrowed(request, &draft))?.ok()
    };
    let narrowed = limits(text).or_else(|| limits(&format!("in {text}")))?;
    (narrowed != *request).then_some(narrowed)
}

/// The same pairs, with the limits of a reply.
fn narrowed(previous: &Request, draft: &Draft) -> Result<Request, NotUnderstood> {
    let mut request = limited(previous, draft)?;
    let (how, reach) = (draft.how(), draft.reach());
    let anywhere = reach.scope.is_empty() && reach.called.is_none();
    if how.breadth == Breadth::Everywhere && anywhere {
        request.scope.retain(|scope| !is_place(scope));
    }
    let said = !anywhere || !draft.include.is_empty() || how != draft::USUAL;
    if said { Ok(request) } else { Err(NotUnderstood::NotAReplacement) }
}

fn limited(previous: &Request, draft: &Draft) -> Result<Request, NotUnderstood> {
    let mut request = previous.clone();
    let reach = draft.reach();
    if reach.clash {
        return Err(NotUnderstood::NotAReplacement);
    }
    if !reach.scope.is_empty() || reach.called.is_some() {
        relocate(&mut request, reach);
    }
    request.include.extend(draft.include.iter().copied());
    let (how, said) = (&mut request.how, draft.how());
    if said.case == Case::Any {
        how.case = Case::Any;
    }
    if said.words == Words::Anywhere {
        how.words = Words::Anywhere;
    }
    if said.code == Code::Include {
        how.code = Code::Include;
    }
    if said.breadth == Breadth::Everywhere {
        how.breadth = Breadth::Everywhere;
    }
    Ok(request)
}

/// Places take the place of places, and a kind of element that of one. Whether the text is all that an element
/// says stays as it was.
fn relocate(request: &mut Request, reach: Reach) {
    let mut elements: Vec<Element> = reach.scope.iter().filter_map(Scope::element).collect();
    if elements.is_empty() && reach.called.is_none() {
        elements = request.scope.iter().filter_map(Scope::element).collect();
    } else {
        request.called = reach.called.or_else(|| request.called.and_then(|_| elements.pop()));
    }
    let places = |scope: &[Scope]| scope.iter().filter(|scope| is_place(scope)).cloned().collect::<Vec<_>>();
    let mut scope = places(&reach.scope);
    if scope.is_empty() {
        scope = places(&request.scope);
    }
    scope.extend(elements.into_iter().map(Scope::Element));
    request.scope = scope;
}

/// Another new text for what was changed already; which of several pairs is the person's choice.
fn renewed(previous: &Request, draft: &Draft, to: &str) -> Result<Request, NotUnderstood> {
    if to.len() > super::MAX_TEXT_BYTES {
        return Err(NotUnderstood::TooLong);
    }
    let limits = limited(previous, draft)?;
    let pair = |pair: &Pair| Pair { from: pair.to.clone(), to: to.to_owned() };
    let held: Vec<&Pair> = previous.pairs.iter().filter(|pair| !pair.to.is_empty()).collect();
    let request = |held: &Pair| Request { pairs: vec![pair(held)], ..limits.clone() };
    match held.as_slice() {
        [] => Err(NotUnderstood::NotAReplacement),
        [one] if one.to == to => Err(NotUnderstood::Same { text: to.to_owned() }),
        [one] => Ok(request(one)),
        several => {
            let others = several.iter().filter(|held| held.to != to);
            Err(NotUnderstood::Ambiguous { readings: others.map(|held| request(held)).collect() })
        }
    }
}
