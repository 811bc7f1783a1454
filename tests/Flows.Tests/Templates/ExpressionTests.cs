using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Tests;

/// <summary>Paths, comparisons and the words around them.</summary>
public sealed class ExpressionTests
{
    private readonly Lookup lookup = new(
        """
        {"word":"hello","yes":true,"no":false,"n":7,"text7":"7","empty":"","none":[],"bag":{"first":"one","size":9},
         "list":["a","b"],"deep":{"a":{"b-c":[{"d":1}]}},"dates":["2026-03-05","2026-03-06T00:00:00Z"],"big":123456789012345678901234567890123}
        """
    );

    [Theory]
    [InlineData("n == 7", true)]
    [InlineData("'2026-03-05T10:00:00+02:00' >= '2026-03-05 10:00'", true)]
    [InlineData("'2026-03-05 10:00' >= '2026-03-05T10:00:00+02:00'", true)]
    [InlineData("n == '7'", true)]
    [InlineData("n == 'seven'", false)]
    [InlineData("n != 7", false)]
    [InlineData("n <> 8", true)]
    [InlineData("n > 7", false)]
    [InlineData("n >= 7", true)]
    [InlineData("n < 7", false)]
    [InlineData("n <= 7", true)]
    [InlineData("n < 8", true)]
    [InlineData("n > -7", true)]
    [InlineData("text7 >= 7.0", true)]
    [InlineData("word > 'hallo'", true)]
    [InlineData("word < 'hallo'", false)]
    [InlineData("word > 7", false)]
    [InlineData("word <= 7", false)]
    [InlineData("missing > 1", false)]
    [InlineData("missing == nil", true)]
    [InlineData("missing == null", true)]
    [InlineData("word == nil", false)]
    [InlineData("empty == empty", true)]
    [InlineData("none == empty", true)]
    [InlineData("word == blank", false)]
    [InlineData("missing == blank", true)]
    [InlineData("yes", true)]
    [InlineData("no", false)]
    [InlineData("not no", true)]
    [InlineData("not n == 7", false)]
    [InlineData("missing", false)]
    [InlineData("empty", true)]
    [InlineData("yes == true", true)]
    [InlineData("yes == 'true'", false)]
    [InlineData("yes and no", false)]
    [InlineData("no or yes", true)]
    [InlineData("no and no or yes", false)]
    [InlineData("word contains 'ell'", true)]
    [InlineData("word contains 'ELL'", false)]
    [InlineData("word contains missing", false)]
    [InlineData("list contains 'a'", true)]
    [InlineData("list contains 'c'", false)]
    [InlineData("none contains 'a'", false)]
    [InlineData("list == list", true)]
    [InlineData("list == deep", false)]
    [InlineData("bag == empty", false)]
    [InlineData("dates[0] < now", true)]
    [InlineData("dates[1] > now", false)]
    [InlineData("dates[0] == now", false)]
    [InlineData("now == now", true)]
    [InlineData("now > dates[0] and now < '2026-03-06'", true)]
    [InlineData("(n | minus: 7) == 0", true)]
    [InlineData("\"it's\" == \"it's\"", true)]
    public void Holds(string condition, bool holds) =>
        Assert.Equal(holds ? "yes" : "no", lookup.Fill($"{{% if {condition} %}}yes{{% else %}}no{{% endif %}}"));

    [Theory]
    [InlineData("{{ deep.a['b-c'][0].d }}{{ deep.a.b-c.0.d }}{{ deep['a']['b-c'].first.d }}", "111")]
    [InlineData("{{ bag.first }}{{ bag.size }}{{ deep.size }}{{ deep.first }}", "one91")]
    [InlineData("{{ list[-1] }}{{ list[-2] }}{{ list[-3] }}{{ list[2] }}{{ list.2 }}|{{ list[99999999999] }}", "ba|")]
    [InlineData("{{ word.size }}{{ word[0] }}{{ word.first }}{{ n.size }}", "5")]
    [InlineData(
        "{{ yes }} {{ nil }}{{ list }} {{ deep.a }} {{ now }}",
        """true ab {"b-c":[{"d":1}]} 2026-03-05T21:04:07-05:00"""
    )]
    [InlineData("{{ big }}", "123456789012345678901234567890123")]
    [InlineData("{{ 1.0 }} {{ -0.50 }}", "1 -0.5")]
    [InlineData("{% for i in (3..1) %}{{ i }}{% endfor %}{% for i in (1..n) %}{{ i }}{% endfor %}", "1234567")]
    [InlineData("{% for i in (1.9..3) %}{{ i }}{% endfor %}", "123")]
    [InlineData(
        "{% for c in word %}[{{ c }}]{% endfor %}{% for c in empty %}x{% endfor %}{% for c in n %}x{% endfor %}",
        "[hello]"
    )]
    [InlineData("{% for p in bag %}{{ p[0] }}={{ p[1] }};{% endfor %}", "first=one;size=9;")]
    [InlineData(
        "{% for i in list %}{{ forloop.index0 }}{{ forloop.rindex }}{{ forloop.rindex0 }}{{ forloop.length }}{{ forloop.first }}{{ forloop.last }};{% endfor %}{{ forloop.index }}",
        "0212truefalse;1102falsetrue;"
    )]
    [InlineData(
        "{% for i in list %}{% for j in list %}{{ i }}{{ j }}{{ forloop.index }}{% break %}{% endfor %}{{ forloop.index }}{% endfor %}{{ i }}",
        "aa11ba12"
    )]
    [InlineData(
        "{% for i in list limit: 1 %}{{ i }}{% endfor %}{% for i in list offset: 1 %}{{ i }}{% endfor %}{% for i in list offset: 2 %}x{% else %}-{% endfor %}",
        "ab-"
    )]
    [InlineData(
        "{% for i in list limit: 0 %}x{% else %}-{% endfor %}{% for i in list limit: word %}{{ i }}{% endfor %}",
        "-ab"
    )]
    [InlineData("{% for i in (1..3) %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %}", "13")]
    [InlineData("{% case n %}{% when 1 or 7 %}a{% when 7 %}b{% endcase %}{% case n %}{% when 1 %}a{% endcase %}", "a")]
    [InlineData("{% case word %} stray {% when 'x' %}x{% else %}else{% endcase %}", "else")]
    [InlineData(
        "{% unless no %}a{% else %}b{% endunless %}{% unless yes %}a{% elsif n == 7 %}c{% else %}b{% endunless %}",
        "ac"
    )]
    [InlineData("{% capture 'x' %}{{ n }}{% endcapture %}{{ x }}{% capture y %}{% endcapture %}[{{ y }}]", "7[]")]
    [InlineData("{% assign word = 'own' %}{{ word }}{% assign bag = list %}{{ bag.size }}", "own2")]
    [InlineData("a  {{- n -}}  b {{ n -}} c {{- n }} d", "a7b 7c7 d")]
    [InlineData("{%- comment -%} {{ n }} {%- endcomment -%} x", "x")]
    [InlineData("{% raw %}{% if %}{% endraw %}{% # a note %}{%%}.", "{% if %}.")]
    [InlineData("{ {{ n }} {x", "{ 7 {x")]
    public void Says(string template, string expected) => Assert.Equal(expected, lookup.Fill(template));

    [Theory]
    [InlineData("{{ n")]
    [InlineData("{{ n n }}")]
    [InlineData("{{ n. }}")]
    [InlineData("{{ list[0 }}")]
    [InlineData("{{ (n }}")]
    [InlineData("{{ 'a }}")]
    [InlineData("{{ n | }}")]
    [InlineData("{{ n | plus: }}")]
    [InlineData("{{ 99999999999999999999999999999999 }}")]
    [InlineData("{% if %}{% endif %}")]
    [InlineData("{% if n %}{% endunless %}{% endif %}")]
    [InlineData("{% unless n %}{% endif %}")]
    [InlineData("{% for in list %}{% endfor %}")]
    [InlineData("{% for x of list %}{% endfor %}")]
    [InlineData("{% for x in list %}")]
    [InlineData("{% for x in list colour: 1 %}{% endfor %}")]
    [InlineData("{% assign = 1 %}")]
    [InlineData("{% assign x 1 %}")]
    [InlineData("{% assign x = 1 2 %}")]
    [InlineData("{% case n %}")]
    [InlineData("{% case n %}{% when 1 2 %}{% endcase %}")]
    [InlineData("{% capture x %}")]
    [InlineData("{% raw %}")]
    [InlineData("{% comment %}{% endraw %}")]
    [InlineData("{% else %}")]
    [InlineData("{% if n")]
    public void Is_refused(string template)
    {
        var (read, error) = Template.Parse(template);

        Assert.NotNull(error);
        Assert.Equal("", read.Source);
    }

    [Theory]
    [InlineData("{% for i in (1..9998) %}{% endfor %}", null)]
    [InlineData("{% for i in (1..10001) %}{% endfor %}", "range")]
    [InlineData("{% for i in (1..9999999999) %}{% endfor %}", "range")]
    [InlineData("{% for i in (-9999999999..1) %}{% endfor %}", "range")]
    [InlineData("{% for i in (1..5000) %}{{ i }}{% endfor %}", "steps")]
    public void A_loop_has_an_end(string template, string? why)
    {
        var (text, fault) = Template.Parse(template).Template.Render(lookup);

        Assert.Equal("", text);
        Assert.Equal(why is null, fault is null);
        Assert.Contains(why ?? "", fault ?? "", StringComparison.Ordinal);
    }
}
