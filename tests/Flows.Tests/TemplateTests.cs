using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Tests;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("plain { text } }}", "plain { text } }}")]
    [InlineData(
        "{{ items[0].name }}-{{ items.0.name }}-{{ items['1'].name }}-{{ items[n].name }}",
        "Tea-Tea-Cake-Cake"
    )]
    [InlineData("{{ missing.deep[3] }}|{{ items.9.name }}|{{ missing | default: 'there' }}", "||there")]
    [InlineData("{{ items.size }} {{ items.first.name }} {{ items.last.name }}", "2 Tea Cake")]
    [InlineData("{{ 1.50 }} {{ n | plus: 1.5 }} {{ 7 | divided_by: 2 }} {{ 7 | divided_by: 2.0 }}", "1.5 2.5 3 3.5")]
    [InlineData("{% if n == 1 and word contains 'or' %}yes{% else %}no{% endif %}", "yes")]
    [InlineData("{% if n > 5 %}a{% elsif n >= 1 %}b{% else %}c{% endif %}", "b")]
    [InlineData("{% if false and false or true %}right to left{% endif %}", "")]
    [InlineData("{% if (false and false) or true %}parentheses{% endif %}", "parentheses")]
    [InlineData("{% if not missing %}not{% endif %}", "not")]
    [InlineData("{% unless n == 2 %}unless{% endunless %}", "unless")]
    [InlineData("{% case word %}{% when 'x', 'word' %}w{% else %}e{% endcase %}", "w")]
    [InlineData(
        "{% for item in items %}{{ forloop.index }}.{{ item.name }}{% unless forloop.last %}, {% endunless %}{% endfor %}",
        "1.Tea, 2.Cake"
    )]
    [InlineData(
        "{% for i in (1..9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i > 3 %}{% break %}{% endif %}{{ i }}{% endfor %}",
        "13"
    )]
    [InlineData("{% for i in (1..9) reversed limit: 2 offset: 3 %}{{ i }}{% endfor %}", "54")]
    [InlineData("{% for i in missing %}x{% else %}none{% endfor %}", "none")]
    [InlineData("{% assign x = word | upcase %}{{ x }}{% capture y %}<{{ x }}>{% endcapture %}{{ y }}", "WORD<WORD>")]
    [InlineData("a {%- if true -%} b {%- endif -%} c", "abc")]
    [InlineData("{% raw %}{{ n }}{% endraw %}{% comment %} {{ {% endcomment %}", "{{ n }}")]
    [InlineData("{{ word | capitalize | append: '!' | prepend: '¡' }}", "¡Word!")]
    [InlineData("{{ 'a,b,a' | split: ',' | uniq | reverse | join: '+' }}", "b+a")]
    [InlineData("{{ items | map: 'name' | sort | join }}", "Cake Tea")]
    [InlineData("{{ items | where: 'name', 'Tea' | size }}{{ items | map: 'price' | sum }}", "15.5")]
    [InlineData("{{ 'aXbX' | replace: 'X', '-' }}{{ 'aXbX' | remove_first: 'X' }}", "a-b-abX")]
    [InlineData(
        "{{ 'ééééé' | truncate: 4 }}{{ 'one two three' | truncatewords: 2 }}{{ 'Liquid' | slice: -3, 2 }}",
        "é...one two...ui"
    )]
    [InlineData("{{ now | date: '%A %-d %B %Y, %I:%M %p' }}", "Monday 2 March 2026, 09:05 AM")]
    [InlineData("{{ '2026-12-24' | date: '%d.%m.%y' }} {{ 'soon' | date: '%Y' }}", "24.12.26 soon")]
    [InlineData(
        "{{ -3.7 | abs | round }} {{ 2.345 | round: 2 }} {{ 1.2 | ceil }} {{ 1.8 | floor }} {{ 5 | at_most: 3 }}",
        "4 2.35 2 1 3"
    )]
    [InlineData(
        "{% if now > '2026-03-02' and now < '2026-03-02T09:06' %}a date beside a moment{% endif %}",
        "a date beside a moment"
    )]
    [InlineData("{% if '2026-03-02T10:00+01:00' == now %}x{% endif %}{{ '10:30:00' | date: '%H' }}", "10:30:00")]
    [InlineData("{{ 'March 25' | date: '%Y' }} {{ '25 March 2026' | date: '%F' }}", "March 25 2026-03-25")]
    [InlineData(
        "{{ items[0]['name'] }}{{ items['1'].name }}{{ items.0['price'] }}{{ items[-1].name }}",
        "TeaCake2Cake"
    )]
    [InlineData("{{ items[0] | json }}", """{"name":"Tea","price":2}""")]
    [InlineData("{{ 'a b&c' | url_encode }} {{ '<b>' | escape }}", "a%20b%26c &lt;b&gt;")]
    public void Says(string template, string expected)
    {
        var (read, error) = Template.Parse(template);
        Assert.Null(error);

        Assert.Equal((expected, null), read.Render(new Scope()));
    }

    [Theory]
    [InlineData("{{ name")]
    [InlineData("{% if x %}")]
    [InlineData("{% endif %}")]
    [InlineData("{{ x | nonsense }}")]
    [InlineData("{% include 'x' %}")]
    [InlineData("{{ 'open }}")]
    [InlineData("{{ a === b }}")]
    [InlineData("{{ }}")]
    public void Is_refused(string template) => Assert.NotNull(Template.Parse(template).Error);

    [Theory]
    [InlineData("{{ 1 | divided_by: 0 }}")]
    [InlineData("{% for i in (1..9000) %}{% for j in (1..9000) %}{% endfor %}{% endfor %}")]
    [InlineData("{% for i in (1..9000) %}eight by{% endfor %}{% for i in (1..100) %}{{ missing }}{% endfor %}")]
    [InlineData("{% assign x = 'ab' %}{% for i in (1..99) %}{% assign x = x | append: x %}{% endfor %}")]
    [InlineData(
        "{% assign x = 'aa' | replace: 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' %}{% for i in (1..9) %}{% assign x = x | replace: 'a', x %}{% endfor %}"
    )]
    [InlineData("{% for i in (1..99999999) %}{% endfor %}")]
    [InlineData("{{ 99999999999999999999 | times: 99999999999999999999 }}")]
    public void Comes_to_nothing_when_it_costs_too_much(string template)
    {
        var (read, error) = Template.Parse(template);
        Assert.Null(error);

        var (text, fault) = read.Render(new Scope());

        Assert.Equal("", text);
        Assert.NotNull(fault);
    }

    [Fact]
    public void Refuses_what_is_nested_too_deeply()
    {
        Assert.NotNull(Template.Parse("{{ " + new string('(', 5000)).Error);
        Assert.NotNull(Template.Parse(string.Concat(Enumerable.Repeat("{% if x %}", 5000))).Error);
        Assert.NotNull(Template.Parse("{{ x" + string.Concat(Enumerable.Repeat("[x", 5000))).Error);
        Assert.NotNull(Template.Parse("{{ x" + string.Concat(Enumerable.Repeat(" | upcase", 5000)) + " }}").Error);
        Assert.NotNull(Template.Parse("{{ x" + string.Concat(Enumerable.Repeat(" and x", 5000)) + " }}").Error);
    }

    private sealed class Scope : ILookup
    {
        private readonly JsonNode items = JsonNode.Parse("""[{"name":"Tea","price":2},{"name":"Cake","price":3.5}]""")!;

        public IEnumerable<string> Names => ["items", "word", "n", "now"];

        public object? Find(string name) =>
            name switch
            {
                "items" => (object)items,
                "word" => "word",
                "n" => 1m,
                "now" => new DateTimeOffset(2026, 3, 2, 9, 5, 0, TimeSpan.Zero),
                _ => null,
            };
    }
}
