//! The words that requests are made of. A word outside these lists is either part of a text or a
//! sign that more is wanted than a change of strings.

use super::super::{Element, Kin};

/// Words that may follow a quotation; used to tell a closing quote from an apostrophe.
pub(super) const FOLLOWS_QUOTE: &str = "to|with|by|into|for|as|should|must|needs|ought|has|becomes|become|is|be|and|or|but|on|in|inside|\
     within|at|of|from|under|across|throughout|instead|rather|not|please|thanks|say|says|read|reads|\
     button|link|heading|headline|title|label|placeholder|cell|text|everywhere|also|too|only|now|it|\
     ignore|ignoring|including|include|any|page|section";

/// What may stand around a request without changing it; the longest match wins.
pub(super) const FILLERS: &str = "please|pls|plz|kindly|hey|hi|hello|yo|there|team|folks|hi all|hey all|hello all|everyone|\
     everybody|thanks|thanks a lot|thanks so much|thanks in advance|many thanks|thank you|\
     thank you so much|thank you very much|thx|ty|tia|cheers|baton|bot|ok|okay|so|now|just|quickly|\
     quick one|small one|easy one|one more|one more thing|another one|also|and|then|and then|plus|but also|\
     but only|but please|but just|only|can you|could you|will you|would you|can we|could we|can you just|let's|lets|let us|\
     i'd like to|i would like to|i want to|we'd like to|we want to|we would like to|we need to|\
     i need to|you need to|we should|you should|we have to|i'd like you to|i need you to|\
     i want you to|would you mind|do you mind|go ahead and|feel free to|for me|for us|asap|\
     when you can|when you get a chance|when you have a minute|when you have time|if you can|\
     if possible|btw|by the way|fyi|nit|minor|actually|oh|ah|well|copy change|copy tweak|copy fix|\
     wording|small fix|tiny fix|quick fix|small change|quick change|tiny change|text change|\
     small copy change|a small one|a quick one|as well|too|the following|the following texts|\
     the following strings|the following changes|these|these texts|these strings|these changes|\
     as follows|like this|like so|both|good morning|morning|good afternoon|no rush|today|right away|\
     real quick|there's a typo|there is a typo|there is a small typo|there's a small typo|\
     i found a typo|found a typo|spotted a typo|i spotted a typo|we have a typo|typo|typos|a typo|\
     small typo|typo alert|typo fix|fix a typo|fix the typos|fix these typos|fix typos|fix this typo|\
     fix the following typos|there are some typos|there are two typos|some typos|fix this|change this|change these|update this|update these|replace these|\
     rename these|make these changes|\
     make the following changes|make the following replacements";

/// How much a message announces, before [`SUBJECTS`].
pub(super) const SIZES: &str = "a|an|another|small|tiny|quick|little|minor|simple|short|last|one";

/// What a message announces a change of, before [`CHANGES`].
pub(super) const SUBJECTS: &str = "copy|text|texts|wording|typo|string|strings|doc|docs|documentation|readme|ui|ux|label|labels|\
     button|content|language|spelling|grammar";

/// What a message announces.
pub(super) const CHANGES: &str =
    "fix|fixes|change|changes|tweak|tweaks|edit|edits|update|updates|correction|request|requests|nit";

/// What may stand after an unquoted text.
pub(super) const CLOSERS: &str = "please|pls|plz|thanks|thanks a lot|thanks so much|thanks in advance|many thanks|thank you|\
     thank you very much|thx|ty|tia|cheers|asap|if possible|if you can|when you can|\
     when you get a chance|when you have a minute|when you have time|no rush|for me";

/// What opens a reply that corrects the bot.
pub(super) const REPLY_FILLERS: &str = "hmm|hm|wait|sorry|yes|yep|yeah|great|nice|cool|perfect|looks good|lgtm|\
     on second thought|on second thoughts|oops|same|the same|do the same|do it|same thing|\
     the same thing|same change|do that|and do the same|do this|apply it|apply this|apply that|\
     please do|we also need it|also do it";

/// What opens a reply that takes something back. Before a place or a kind of files, it is about those.
pub(super) const REPLY_NO: &str = "no|nope|nah";

/// Verbs that change one text to another.
pub(super) const CHANGE: &[(&str, Verb)] = &[
    ("change|changing|rename|renaming|relabel|retitle", Verb::Change),
    (
        "modify|edit|update|updating|set|reword|rephrase|turn|convert|translate|adjust|tweak|\
         substitute",
        Verb::Weak,
    ),
    ("replace|replacing|find and replace|overwrite", Verb::Replace),
    ("swap|swap out|swapping|switch|switch out|exchange", Verb::Swap),
    ("make|have|let|i want|i'd like|we want|can we have|can you have|call", Verb::Make),
    ("fix|correct|respell", Verb::Fix),
    ("find|search for", Verb::Find),
];

/// How much a verb alone says about the words after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// change A to B; unquoted too.
    Change,
    /// replace A with B; unquoted too.
    Replace,
    /// fix A to B; unquoted when both are single words.
    Fix,
    /// swap A for B; needs quotes: "switch npm for pnpm" is a task.
    Swap,
    /// update A to B; needs quotes: "update react to 19" is a task.
    Weak,
    /// make A say B; needs quotes.
    Make,
    /// find A and replace it with B; needs quotes.
    Find,
}

/// Verbs that take a text away.
pub(super) const REMOVE: &str = "remove|delete|drop|erase|strip|get rid of|take out|cut|removing|deleting";

/// Verbs before a new text that stands "instead of" an old one.
pub(super) const USE: &str = "use|say|write|put|show|it should say|it should read|it should be|we should say|it needs to say|\
     should say|should be|should read|prefer|i'd prefer|go with|let's go with|let's use|we should use|\
     make it|make it say|make it read|have it say|display|call it|make that|i prefer|we say|\
     we call it|let's call it|let's say|it must say|that should be|it must be|it should now say|\
     that should say|let's make it|it should have been";

/// "instead of".
pub(super) const INSTEAD: &str =
    "instead of|rather than|in place of|not|and not|in lieu of|in stead of|where it says";

/// Words before a noun that limit nothing.
pub(super) const DETERMINERS: &str = "the|a|an|this|that|our|my|your|its|these|those|any|every|each|all|all the|all of the|all our|\
     both|some";

/// Phrases before a text that ask for every place.
pub(super) const ALL_OF: &str = "all occurrences of|all instances of|all mentions of|all uses of|all references to|\
     every occurrence of|every instance of|every mention of|each occurrence of|each instance of|\
     all the occurrences of|all the instances of|any occurrence of|any mention of|occurrences of|\
     instances of|mentions of|every reference to|every|each|all|all the|all of the|any instance of|\
     each mention of|every use of";

/// Describing words that may stand before a noun.
pub(super) const ADJECTIVES: &str = "old|current|existing|wrong|incorrect|misspelled|misspelt|mistyped|main|big|small|large|little|\
     blue|red|green|primary|secondary|page|page's|table|form|field|input|nav|navigation|menu|footer|\
     header|new|actual|exact|visible|ui|cta|hero|section|card|marketing|english|literal|submit|whole";

/// Words for a text in general.
pub(super) const TEXT_NOUNS: &str = "text|texts|word|words|string|strings|phrase|phrases|copy|wording|sentence|sentences|line|typo|\
     message|term|terms|spelling|tagline|caption|tooltip|name|error|error message|value|expression|\
     slogan|description|paragraph|cta|call to action|menu item|menu entry|item|option|tab|tab name|\
     content|contents|function|variable|constant|method|class|type|identifier|spelling mistake|\
     mistake|misspelling|spelling of|product name|brand name|company name|brand|alt text|hint|bit|\
     part|letters|characters|banner text|toast|notification|badge|subject|subject line";

/// Those of them that are said of a part of what an element says: "the word in the heading".
pub(super) const PARTS: &str = "word|words|phrase|phrases|sentence|sentences|typo|term|terms|spelling|expression|spelling mistake|\
     mistake|misspelling|spelling of|product name|brand name|company name|brand|bit|part|letters|characters";

/// Said of an element in which something is wrong.
pub(super) const HAS_A_TYPO: &str = "has a typo|contains a typo|has a typo in it|has a small typo|has a spelling mistake|has typos|\
     contains a spelling mistake|has a mistake|is misspelled|is misspelt|is mistyped|is spelled wrong|\
     is spelled incorrectly";

/// Words for a kind of element, and whether they name several.
pub(super) const ELEMENTS: &[(&str, Element)] = &[
    ("button|buttons", Element::Button),
    ("link|links|hyperlink", Element::Link),
    ("heading|headings|headline|title|titles|subtitle|subheading|h1|h2|h3|headlines", Element::Heading),
    ("label|labels", Element::Label),
    ("placeholder|placeholders", Element::Placeholder),
    (
        "cell|cells|table|tables|table cell|table cells|column|table column|column header|table header",
        Element::Cell,
    ),
];

/// What introduces the text of a thing.
pub(super) const SAYS: &str = "that says|which says|that reads|which reads|that currently says|that currently reads|\
     which currently says|saying|reading|labelled|labeled|that is labelled|that is labeled|called|\
     named|titled|entitled|that's called|that is called|with the text|with text|where it says|says|\
     reads|currently says|currently reads|still says|still reads|that still says|that said|from|\
     saying just|with the label|with label|with the title|has the text|shows|that shows|which shows|\
     is called|is named|it says|is|currently|that say|which say|is currently|now says";

/// What stands between a thing and its wanted text.
pub(super) const SHOULD: &str = "should be|should read|should say|should become|should have been|should be called|should be named|\
     should be spelled|should be written|should be changed to|should be replaced with|\
     should be replaced by|should be renamed to|should be updated to|should now be|should now say|\
     should now read|should really be|should really say|should actually be|should actually say|\
     should probably be|should probably say|should instead be|should instead say|must be|must say|\
     must read|needs to be|needs to say|needs to read|needs to become|needs to be changed to|\
     needs to be replaced with|has to be|has to say|ought to be|ought to say|ought to read|becomes|\
     become|must become|is now|is now called|should just be|should just say|should simply be|\
     should simply say|is supposed to be|is supposed to say|was supposed to be|is meant to be|\
     is meant to say|was meant to be|is to be|need to be|need to say|needs to now say|must now say|\
     has to become|shall be|shall read|shall become|to be|should be just|needs to be renamed to|\
     should show|should display|should spell|should have said|should have read|can be|\
     must be changed to|must be replaced with|must be replaced by|needs to be updated to";

/// What stands between an old text and the new one, after a verb.
pub(super) const TO: &str = "to|with|by|into|as|to say|to read|to be|to just|to simply|to now say|so it says|so that it says|\
     so it reads|so that it reads|say|read|be|to instead say|with just|to just say|to become|\
     and make it|and replace it with|and replace with|and replace them with|and change it to|\
     and replace by|and make it say|for|and replace it by|and change them to|and replace all with|\
     so they say|to instead be";

/// Said of an old text without adding anything.
pub(super) const IS_WRONG: &str = "is wrong|is a typo|is misspelled|is misspelt|is incorrect|is not right|is spelled wrong|\
     is outdated|is mistyped|has a typo|isn't right|is misspelled there|typo|is spelled incorrectly";

/// Before "should": what points back at the old text.
pub(super) const POINTS_BACK: &str =
    "it|that|this|which|they|and|but|and it|but it|instead it|but that|when it";

/// Says that the new text is nothing.
pub(super) const NOTHING: &str = "nothing|an empty string|the empty string|empty string|empty text";

/// Says that the new text is a blank.
pub(super) const BLANK: &str = "a space|a single space|one space|a blank|a blank space|a whitespace";

/// First words that make a sentence a question.
pub(super) const ASKS: &str = "what|what's|why|how|where|when|who|which|whose|is|are|was|were|does|did|has|had|should|shall|may|\
     am|isn't|aren't|doesn't|didn't|shouldn't|don't|never|if|unless";

/// First words of an unquoted part that is a description or an instruction, not a text.
pub(super) const NO_TEXT_START: &str = "the|a|an|our|my|your|this|that|these|those|it|its|all|every|each|some|any|both|them|everything|\
     something|anything|how|what|where|when|why|which|in|on|at|of|for|with|from|to|by|be|use|have|\
     support|include|allow|return|mention|handle|work|more|less|not|match|reflect|another|one|using|\
     make|only|always|never|and|or|look|point|avoid|whatever";

/// Verbs after "and" that ask for more than the change of a text.
pub(super) const WORK: &str = "add|update|fix|remove|delete|write|make|run|bump|test|check|create|move|open|merge|deploy|\
     refactor|change|rename|replace|use|adjust|ensure|keep|document|regenerate|push|release|drop|\
     clean|rewrite|commit|format|lint|rebuild|tell|let|send|ping|then|do|put|set|show|hide|align|\
     center|improve|implement|migrate|convert|don't|leave|extend|translate|verify|review|revert|close|\
     also|build|publish|sort|link|mark|deprecate|explain|see|sure|give";

/// Nouns that end the name of a place.
pub(super) const PLACES: &str = "page|pages|screen|screens|section|sections|view|footer|header|navbar|nav|sidebar|menu|readme|\
     email|emails|mail|banner|dialog|modal|popup|form|docs|documentation|tab|panel|toolbar|hero|\
     homepage|dashboard|changelog|guide|faq|tutorial|newsletter|settings|card|widget|tooltip|wizard|\
     blog|post|article|chapter|landing|template|component|app|site|website|onboarding|checkout|\
     navigation|bar|handbook|manual|signup|login|wiki|tests|translations|file|folder|directory";

/// Those that tell where a thing stands when they stand before it: "the footer link". Of the others most tell
/// what it is about: "the email label".
pub(super) const REGIONS: &str = "footer|header|navbar|nav|sidebar|toolbar|hero|homepage|dashboard";

/// Words that end the name of a place because something else begins.
pub(super) const PLACE_ENDS: &str = "to|with|into|by|from|should|must|needs|has|becomes|become|and|or|but|please|pls|plz|thanks|thank|\
     thx|ty|cheers|so|only|too|also|as|everywhere|ignore|ignoring|including|include|in|on|at|inside|\
     within|under|across|throughout|instead|that|which|is|says|reads|say|read|it|we|i|for|of|because|\
     since|if|then|any|all|regardless|asap|now|today|when|not|plus|currently|still|case-insensitive|\
     just|there|change|replace|rename|update|where|remove|delete|whole|match|even|globally|be|\
     case-insensitively|kindly|except";

/// First words of phrases that sound like a place and are none.
pub(super) const NO_PLACE: &str = "same|future|meantime|fly|moment|following|style|way|background|order|bold|red|blue|green|black|\
     white|italic|italics|uppercase|lowercase|caps|capitals|production|general|parallel|time|new|\
     separate|first|second|third|last|next|pr|commit|branch|pull|case|place|places|other|rest|text|\
     word|words|string|phrase|end|beginning|start|top|bottom|front|left|right|all|every";

/// Words for look-alike places.
pub(super) const KIN: &[(&str, Kin)] = &[
    ("tests|test|specs|unit tests|test files|related tests", Kin::Tests),
    ("snapshots|snapshot|snapshot tests|golden files", Kin::Snapshots),
    ("translations|translation|locales|translation files", Kin::Translations),
    ("docs|documentation", Kin::Docs),
    ("anchors|anchor|anchor links|links to it", Kin::Anchors),
];

/// Whether a list holds a word.
pub(super) fn holds(list: &str, word: &str) -> bool {
    list.split('|').any(|known| known == word)
}
