namespace WhatsAppBot.Flows.Tests;

/// <summary>Each filter by itself, at its edges too.</summary>
public sealed class FilterTests
{
    private readonly Lookup lookup = new(
        """
        {"word":"hello","blank":" ","no":false,"n":7,"half":2.5,"text":" a \n b ","emoji":"👍👍🏽é",
         "list":["b","a",null,"b"],"numbers":[10,9,1.5],"none":[],"bag":{},
         "items":[{"name":"Tea","price":2,"hot":true},{"name":"Cake","price":3.5},{"name":"Ale","price":"10","hot":false}]}
        """
    );

    [Theory]
    [InlineData("{{ missing | default: 'x' }}{{ blank | default: 'x' }}{{ none | default: 'x' }}", "xxx")]
    [InlineData("{{ bag | default: 'x' }}{{ no | default: 'x' }}{{ word | default: 'x' }}", "xxhello")]
    [InlineData("{{ no | default: 'x', allow_false: true }}", "false")]
    [InlineData("{{ no | default: 'x', allow_false: false }}", "x")]
    [InlineData("{{ missing | default: 'x', allow_false: true }}{{ 0 | default: 'x' }}", "x0")]
    [InlineData("{{ word | upcase }}{{ 'ÉA' | downcase }}", "HELLOéa")]
    [InlineData("{{ 'élan vital' | capitalize }}{{ '' | capitalize }}{{ 'x' | capitalize }}", "Élan vitalX")]
    [InlineData("[{{ text | strip }}][{{ text | lstrip }}][{{ text | rstrip }}]", "[a \n b][a \n b ][ a \n b]")]
    [InlineData("[{{ text | strip_newlines }}]", "[ a  b ]")]
    [InlineData("{{ word | append: n }}{{ word | prepend: n }}{{ word | append }}", "hello77hellohello")]
    [InlineData("{{ 'aaa' | replace: 'a', 'b' }}{{ 'aaa' | replace_first: 'a', 'b' }}", "bbbbaa")]
    [InlineData("{{ 'aXbXc' | remove: 'X' }}{{ 'aXbXc' | remove_first: 'X' }}{{ 'a' | remove: '' }}", "abcabXca")]
    [InlineData("{{ 'aXXb' | replace: 'XX', '-' }}{{ 'abc' | replace: 'Z', '-' }}", "a-babc")]
    [InlineData(
        "{{ 'hello' | truncate: 5 }}|{{ 'hello!' | truncate: 5 }}|{{ 'hello' | truncate: 4, '' }}",
        "hello|he...|hell"
    )]
    [InlineData("{{ 'hello' | truncate: 2 }}|{{ 'hello' | truncate: 3, '--' }}", "...|h--")]
    [InlineData(
        "{{ 'a b c' | truncatewords: 3 }}|{{ 'a b c' | truncatewords: 0 }}|{{ 'a b' | truncatewords: 1, '!' }}",
        "a b c|a...|a!"
    )]
    [InlineData("{{ '<a href=\"x\">&' | escape }}", "&lt;a href=&quot;x&quot;&gt;&amp;")]
    [InlineData("{{ 'a b/é' | url_encode }} {{ 'a%20b%2F%C3%A9' | url_decode }}", "a%20b%2F%C3%A9 a b/é")]
    [InlineData(
        "{{ 'a,b,,c' | split: ',' | size }}{{ 'abc' | split: '' | join: '-' }}{{ '' | split: ',' | size }}",
        "4a-b-c0"
    )]
    [InlineData(
        "{{ numbers | join }}|{{ numbers | join: '' }}|{{ numbers | join: ', ' }}",
        "10 9 1.5|1091.5|10, 9, 1.5"
    )]
    [InlineData("{{ numbers | first }} {{ numbers | last }} {{ none | first }}{{ none | last }}", "10 1.5 ")]
    [InlineData("{{ numbers | size }}{{ word | size }}{{ bag | size }}{{ missing | size }}{{ emoji | size }}", "35004")]
    [InlineData(
        "{{ word | slice: 1 }} {{ word | slice: 1, 3 }} {{ word | slice: -3, 2 }} {{ word | slice: 9 }}",
        "e ell ll "
    )]
    [InlineData("{{ word | slice: -9, 2 }} {{ word | slice: 0, -1 }}|{{ 12345 | slice: 1, 2 }}", "he |23")]
    [InlineData(
        "{{ numbers | slice: 1, 2 | join }} {{ numbers | slice: -1 | join }} {{ numbers | slice: -9, 1 | join }}",
        "9 1.5 1.5 10"
    )]
    [InlineData("{{ numbers | reverse | join }}", "1.5 9 10")]
    [InlineData("{{ numbers | sort | join }} {{ 'b,a,C' | split: ',' | sort | join }}", "1.5 9 10 C a b")]
    [InlineData(
        "{{ items | sort: 'price' | map: 'name' | join }} {{ items | sort: 'name' | map: 'name' | join }}",
        "Tea Cake Ale Ale Cake Tea"
    )]
    [InlineData(
        "{{ list | uniq | join: '-' }}|{{ list | compact | join: '-' }}|{{ list | compact | size }}",
        "b-a-|b-a-b|3"
    )]
    [InlineData("{{ numbers | concat: list | size }}{{ numbers | concat: missing | size }}", "73")]
    [InlineData(
        "{{ items | where: 'hot' | map: 'name' | join }} {{ items | where: 'hot', false | map: 'name' | join }}",
        "Tea Ale"
    )]
    [InlineData("{{ items | where: 'price', 10 | map: 'name' | join }}", "Ale")]
    [InlineData("{{ numbers | sum }} {{ none | sum }} {{ list | sum }}", "20.5 0 0")]
    [InlineData(
        "{{ n | plus: 1 }} {{ n | minus: 1 }} {{ n | times: 2 }} {{ n | modulo: 4 }} {{ '8' | plus: '2' }}",
        "8 6 14 3 10"
    )]
    [InlineData(
        "{{ n | divided_by: 2 }} {{ -7 | divided_by: 2 }} {{ half | divided_by: 2 }} {{ n | divided_by: 0.5 }}",
        "3 -4 1.25 14"
    )]
    [InlineData("{{ word | plus: 1 }} {{ n | plus: word }} {{ missing | minus: 2 }}", "1 7 -2")]
    [InlineData("{{ n | at_least: 9 }}{{ n | at_least: 2 }}{{ n | at_most: 9 }}{{ n | at_most: 2 }}", "9772")]
    [InlineData(
        "{{ -2.5 | abs }} {{ half | ceil }} {{ half | floor }} {{ -2.5 | ceil }} {{ -2.5 | floor }}",
        "2.5 3 2 -2 -3"
    )]
    [InlineData("{{ half | round }} {{ -2.5 | round }} {{ 1.25 | round: 1 }} {{ 1.25 | round: -1 }}", "3 -3 1.3 1")]
    [InlineData("{{ 1 | times: 100000000000000 }}", "100000000000000")]
    [InlineData(
        "{{ items[0] | json }} {{ word | json }} {{ list | json }} {{ missing | json }}",
        """{"name":"Tea","price":2,"hot":true} "hello" ["b","a",null,"b"] null"""
    )]
    [InlineData("{% assign x = '{\"a\":[1,2]}' | parse_json %}{{ x.a[1] }}{{ '5' | parse_json | plus: 1 }}", "26")]
    [InlineData("{{ word | raw }}", "hello")]
    public void Makes(string template, string expected) => Assert.Equal(expected, lookup.Fill(template));

    [Theory]
    [InlineData("{{ 1 | divided_by: 0 }}", "zero")]
    [InlineData("{{ 1 | modulo: 0 }}", "zero")]
    [InlineData("{{ 1 | modulo: word }}", "zero")]
    [InlineData("{{ 100000000000001 | plus: 1 }}", "too large")]
    [InlineData("{{ 1 | minus: 100000000000001 }}", "too large")]
    [InlineData("{{ -100000000000001 | times: 1 }}", "too large")]
    [InlineData("{{ '{' | parse_json }}", "not JSON")]
    [InlineData("{% assign a = (1..9000) %}{{ a | concat: a | size }}", "10000")]
    public void Fails(string template, string why) =>
        Assert.Contains(why, lookup.Fault(template), StringComparison.Ordinal);

    [Theory]
    [InlineData("%Y %y %m %d %e|%j", "2026 26 03 05  5|064")]
    [InlineData("%H %k %I %l|%M %S %L", "21 21 09  9|04 07 089")]
    [InlineData("%p %P %A %a %B %b %h", "PM pm Thursday Thu March Mar Mar")]
    [InlineData("%u %w %s %z", "4 4 1772762647 -0500")]
    [InlineData("%F %T %X %R %D %x", "2026-03-05 21:04:07 21:04:07 21:04 03/05/26 03/05/26")]
    [InlineData("100%% %q %", "100% %q %")]
    [InlineData("%-m/%-d %-I %-j %-e %-M %-%|%-", "3/5 9 64 5 4 %|%-")]
    [InlineData("plain", "plain")]
    [InlineData("", "2026-03-05T21:04:07-05:00")]
    public void Writes_a_date(string format, string expected)
    {
        Assert.Equal(expected, lookup.Fill($"{{{{ now | date: '{format}' }}}}"));
        Assert.Equal(
            expected,
            lookup.Fill($"{{{{ 'now' | date: '{format}' }}}}").Replace("now", expected, StringComparison.Ordinal)
        );
        Assert.Equal(
            expected,
            lookup.Fill($"{{{{ 'today' | date: '{format}' }}}}").Replace("today", expected, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("{{ 0 | date: '%F %T' }}", "1970-01-01 00:00:00")]
    [InlineData("{{ 86400 | date: '%F' }} {{ -86400 | date: '%F' }}", "1970-01-02 1969-12-31")]
    [InlineData("{{ 250000000000 | date: '%F' }} {{ 249999999999 | date: '%Y' }}", "250000000000 9892")]
    [InlineData("{{ '2026-03-01' | date: '%u %w' }} {{ '2026-03-02' | date: '%u %w' }}", "7 0 1 1")]
    [InlineData("{{ '2026-03-01T00:30' | date: '%l %-l %k %-H %-M' }}", "12 12  0 0 30")]
    [InlineData("{{ '2026-03-01T12:00:00+02:00' | date: '%H %z' }}", "12 +0200")]
    [InlineData("{{ word | date: '%F' }}{{ missing | date: '%F' }}", "hello")]
    public void Reads_a_date(string template, string expected) => Assert.Equal(expected, lookup.Fill(template));

    [Theory]
    [InlineData("2026-03-05", "2026")]
    [InlineData("5 March 2026", "2026")]
    [InlineData("March 5", null)]
    [InlineData("10:30:00", null)]
    [InlineData("March 5 10:00 -0500", null)]
    [InlineData("5/3/2026 10:00", "2026")]
    [InlineData("20260305", null)]
    [InlineData("2026-03", null)]
    [InlineData("0001-01-01", null)]
    [InlineData("9999-01-01", null)]
    [InlineData("9998-12-31", "9998")]
    [InlineData("2026-03-05T10:00:00.000000000000000000000", null)]
    public void Only_a_text_that_names_its_year_is_a_date(string text, string? year) =>
        Assert.Equal(year ?? text, lookup.Fill($"{{{{ '{text}' | date: '%Y' }}}}"));
}
