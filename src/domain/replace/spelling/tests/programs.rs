//! Small programs as people write them: exactly their strings and comments are texts.

use super::{comments, shown};

#[test]
fn ruby() {
    let file = r##"
=begin
Don't read "this" as text.
=end
require 'json'
NAMES = %w[it's "quoted" #{plain}]
TITLE = %q(don't "open")
class Mailer < Base
  QUOTE = ?"
  def subject(user)
    return "Dear #{user.name || "friend's #{user.kind('short')}"}, hi" if user.name =~ /it's "x"/
    half = total / 2; rest = total / 4 # it's a half
    puts "Total: #{format('%d "items"', half)}", %Q{don't #{t("inner")}}
    line.split /'/
    logger.info <<~TEXT.strip, "after"
      Your "order" #{order.id("x")} isn't ready
    TEXT
    a = found ? "yes" : 'no'
    "#@name and #$stdout"
    `ls 'a`
  end
end
__END__
it's "data"
"##;
    assert_eq!(
        shown("a.rb", file),
        [
            "json",
            "Dear …, hi",
            "friend's …",
            "short",
            "Total: …",
            "… \"items\"",
            "inner",
            "after",
            " Your \"order\" … isn't ready ",
            "x",
            "yes",
            "no",
            "… and …"
        ]
    );
    assert_eq!(comments("a.rb", file), ["\nDon't read \"this\" as text.", "# it's a half"]);
}

#[test]
fn python() {
    let file = r##"
"""Doc isn't code."""
x = 1  #it's glued
a = f"Hi {user["name"]!r:>{width}} it's {d:%H:%M 'o"} {{braces}}"
b = f'''{
    "inner"  # don't
}'''
c = rb'\'' + R"C:\dir"
d = "Hello {name}, %(count)d left, {0:>5} and { not this }" 'joined'
e = 'unclosed
g = "next"
print(f'{total:,.2f} {x=} {lambda_(y)}', "end")
"##;
    assert_eq!(
        shown("a.py", file),
        [
            "Doc isn't code.",
            "Hi … it's … {braces}",
            "name",
            "…",
            "inner",
            r"\'",
            r"C:\dir",
            "Hello …, … left, … and { not this }",
            "joined",
            "next",
            "… … …",
            "end"
        ]
    );
    assert_eq!(comments("a.py", file), ["#it's glued", "# don't"]);
}

#[test]
fn kotlin_scala_and_groovy() {
    let kotlin = r##"
/* it's /* "nested" */ still */
val a = "Hi $name, ${items.joinToString(", ") { "it's ${it}" }} \$5"
val b = """raw \ "$name" ${f("in")}"""" // don't
val c = '"'; val d = '\''; fun `it's a test`() {}
val e = "${if (x) { "a" } else { "b" }}"
"##;
    let read = ["Hi …, … $5", ", ", "it's …", "raw \\ \"…\" …\"", "in", "…", "a", "b"];
    assert_eq!(shown("a.kt", kotlin), read);
    assert_eq!(comments("a.kt", kotlin), [" it's /* \"nested\" */ still ", "// don't"]);
    let scala = r##"
val a = s"Hi $name ${user("x").get} $$5"; val q = 'symbol; val c = '"'
val b = raw"""a \ $x"""; val d = """no $hole"""
"##;
    assert_eq!(shown("a.scala", scala), ["Hi … … $5", "x", "a \\ …", "no $hole"]);
    let groovy = r##"
def a = 'it is $plain' + "Hi ${user['name']} $a.b.c"
def m = text =~ /it's "x"/
def n = total / 2 + count / 4 // don't
def b = '''many
"lines"'''
"##;
    assert_eq!(shown("a.gradle", groovy), ["it is $plain", "Hi … …", "name", "many\n\"lines\""]);
}

#[test]
fn swift_dart_and_c_sharp() {
    let swift = r####"
/* outer /* it's */ "no" */
let a = "Hi \(user.name ?? "friend") and \(f("a", b: "c"))"
let b = #"raw "quoted" \(no)"#, c = ##"own \##(x)"##
let d = """
  "Many" \(x)
  """
let e = text.firstMatch(of: /it's "x"/)
"####;
    assert_eq!(
        shown("a.swift", swift),
        ["Hi … and …", "friend", "a", "c", "raw \"quoted\" \\(no)", "\n  \"Many\" …\n  "]
    );
    let dart = r##"
final a = 'Hi $name ${b ? 'yes' : "no"}' ' and more $x';
final r = r'C:\$raw'; final t = '''it's "long" ${a['k']}''';
"##;
    let read = ["Hi … … and more …", "yes", "no", "C:\\$raw", "it's \"long\" …", "k"];
    assert_eq!(shown("a.dart", dart), read);
    let c_sharp = r####"
#region Don't
var a = $"Hi {user.Name ?? "friend"}, {{braces}} {d:HH:mm 'o'} {(x ? "a" : "b")}";
var b = @"C:\dir ""quoted"""; var c = $@"\{x}"; var d = '"';
var e = """raw "quoted" """; var f = $"""Hi {x["k"]}"""; var g = $$"""{no} {{x}}""";
var h = """"with """ inside"""";
"####;
    assert_eq!(
        shown("a.cs", c_sharp),
        [
            "Hi …, {braces} … …",
            "friend",
            "a",
            "b",
            "C:\\dir \"quoted\"",
            "\\…",
            "raw \"quoted\" ",
            "Hi …",
            "k",
            "with \"\"\" inside"
        ]
    );
}

#[test]
fn shells() {
    let file = r##"#!/bin/bash
echo it\'s "Hi $name, ${x:-it's} $(grep "a b" file | sed 's/"//') `date "+%d"`" # don't
echo $'it\'s' a#b $# ${#x} "$(case $x in a) echo "in case";; esac)" '$plain'
cat <<EOF && echo "after"
Dear ${name:-"you"}, it's $(date "+%Y")
EOF
x="${y%%"z"}" # end
"##;
    assert_eq!(
        shown("a.sh", file),
        [
            "Hi …, … … …",
            "a b",
            "s/\"//",
            "+%d",
            "it's",
            "…",
            "in case",
            "$plain",
            "after",
            "Dear …, it's … ",
            "+%Y",
            "…"
        ]
    );
    assert_eq!(comments("a.sh", file), ["#!/bin/bash", "# don't", "# end"]);
    let power =
        "Write-Host \"Hi `\"$name`\" $(Get-It 'a')\" 'it''s' <# don't #>\n$x = @\"\nSave \"it\" $y\n\"@\n";
    assert_eq!(shown("a.ps1", power), ["Hi \"…\" …", "a", "it's", "\nSave \"it\" …"]);
}

#[test]
fn php() {
    let file = r##"<p>It's "html"</p>
<?php
#[Route("/home")]
// it's over ?><b>Bold</b><?php
echo "Hi $user->name, {$a['key']} $list[0] it's", '?>', "?>"; # don't
echo <<<EOT
Dear {$user->get("x")} it's $name
EOT;
echo <<<'RAW'
it's $plain
RAW;
?>
<i>End</i>
"##;
    let read = [
        "It's \"html\"",
        "/home",
        "Bold",
        "Hi …, … … it's",
        "key",
        "?>",
        "?>",
        "Dear … it's … ",
        "x",
        "it's $plain\n",
        "End",
    ];
    let all = shown("a.php", file).into_iter();
    let shown: Vec<String> = all.filter(|text| !text.trim_matches(['…', ' ']).is_empty()).collect();
    assert_eq!(shown, read);
}

#[test]
fn perl_elixir_and_lua() {
    let perl = r##"
=head1 Don't

"not text"

=cut
my %h = (y => "why", s => 'es'); my @w = qw(it's "x");
if ($line =~ m{it's "x"} or $x =~ s/'/"/g) { print "Hi $h{name} @{[ f("in") ]} $#w\n"; }
my $last = $#w; my $half = $x / 2; my @p = split /'/, $line; # don't
print <<"EOT", $';
Dear $name->{first}, it's
EOT
__DATA__
it's "data"
"##;
    assert_eq!(shown("a.pl", perl), ["why", "es", "Hi … … $#w\n", "in", "Dear …, it's "]);
    let elixir = r##"
@doc """
It isn't #{code("x")}
"""
q = ?"; r = ~r/it's "x"/; w = ~w[a' "b]; s = ~s(don't #{f("deep")})
IO.puts("Hi #{if a, do: "b", else: 'c'}") # don't
"##;
    assert_eq!(shown("a.ex", elixir), ["\nIt isn't …\n", "x", "deep", "Hi …", "b", "c"]);
    let lua = "--[==[ it's ]] \"no\" ]==]\nlocal a = [[it's \"long\"]] .. [=[two ]] x]=] .. 'b' -- don't\n";
    assert_eq!(shown("a.lua", lua), ["it's \"long\"", "two ]] x", "b"]);
}

#[test]
fn rust_c_and_go() {
    let rust = r####"
/* it's /* nested */ "no" */
fn f<'a,'b>(x: &'a str, c: char) -> bool { c == '"' || c == '\'' || b'"' == x }
let s = format!("Hi {name}, {0:>5} {{x}}"); let r = br##"a "# b"##; let l = 'outer: loop {};
let t = "two
lines"; // don't
"####;
    assert_eq!(shown("a.rs", rust), ["Hi …, … {x}", "a \"# b", "two\nlines"]);
    let c = r##"
#error don't
int n = 1'000'000; char q = '"', w = L'"';
const char *s = "a" "b" /* it's */, *r = R"x(raw ")" )x", *t = R"(it's)";
printf("it's\
 more\n"); // don't
"##;
    assert_eq!(shown("a.cpp", c), ["a…b", "raw \")\" ", "it's", "it's…more\n"]);
    assert_eq!(shown("a.go", "x := '\"'; y := `it's \"raw\"`; z := \"a\" // don't\n"), ["it's \"raw\"", "a"]);
}

#[test]
fn other_languages() {
    let rows: &[(&str, &str, &[&str])] = &[
        ("a.hs", "{- it's {- \"n\" -} -} x' = 'a' -- don't\ny = \"s\" ++ ['\"']", &["s"]),
        ("a.ml", "(* it's (* n *) *) let f' (x : 'a) = '\"', \"s\"", &["s"]),
        ("a.clj", "; don't\n(f \\\" \"s\" #\"it's \\\"x\" 'q)", &["s"]),
        ("a.erl", "f($\", 'it is', \"s\"). % don't", &["s"]),
        ("a.fs", "(* it's *) let x' : 'a = $\"Hi {f(\"in\")}\" + @\"a\"\"b\"", &["Hi …", "in", "a\"b"]),
        ("a.jl", "#= it's =# A' * \"Hi $x $(f(\"in\"))\" # don't", &["Hi … …", "in"]),
        ("a.nim", "#[ it's ]# let a = r\"C:\\\" & \"s\" # don't", &["C:\\", "s"]),
        (
            "a.zig",
            "const s =\n    \\\\it's \"text\"\n    ; const c = '\"'; f(\"s\"); // don't",
            &["it's \"text\"", "s"],
        ),
        (
            "a.tf",
            "x = \"Hi ${f(\"in\")} $${no}\" # don't\ny = <<-EOT\n  it's ${z}\n  EOT\nw = \"s\"",
            &["Hi … ${no}", "in", "  it's …\n", "s"],
        ),
        (
            "a.sql",
            "-- don't\nSELECT 'it''s', 'it\\'s', 'C:\\', E'a\\'b', \"q\" /* it's */",
            &["it's", "it\\'s", "C:\\", "a'b", "q"],
        ),
        ("a.vb", "' don't\nx = \"a \"\"b\"\"\" ' it's", &["a \"b\""]),
        (
            "a.scss",
            "// don't\n@import url(//a.b/c'd);\na { content: \"x #{f(\"in\")}\" } // it's",
            &["x …", "in"],
        ),
        ("a.css", "a { b: url(http://x/y) } c { content: 'd' } /* it's */", &["d"]),
        ("a.proto", "import 'a'; // don't\noption (x) = \"s\";", &["a", "s"]),
        ("a.r", "# don't\nx <- 'it is' ; y <- r\"(a \"b\")\"", &["it is", "a \"b\""]),
    ];
    for (path, file, read) in rows {
        assert_eq!(&shown(path, file), read, "{path}");
    }
}

#[test]
fn scripts() {
    let file = r##"
import x from 'address';
const f = <T,>(x: T) => 'a', g = <T extends Foo>(x: T) => "b", h: <T>(x: T) => void = k;
if (x) /it's "r"/.test(y); const half = (a + b) / 2 + 'c' / i++ / 2;
const made = Array.from('d'), s = a.return / 2, t = "e" / 3, u = x! / 2, v = 'f';
const w = `Hi ${a ? `in ${"deep"}` : 'no'} it's`; // don't
type G = <T>(x: T) => T; while (n--) /'/.exec(q);
const p = <Foo<Bar> title="g">It's {b ? <i>in</i> : 'h'}</Foo>;
const q = a < b && c > d ? 'i' : "j";
"##;
    assert_eq!(
        shown("a.tsx", file),
        ["a", "b", "c", "d", "e", "f", "Hi … it's", "in …", "deep", "no", "g", "It's …", "in", "h", "i", "j"]
    );
}
